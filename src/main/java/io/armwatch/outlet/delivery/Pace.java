package io.armwatch.outlet.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When an outlet may make its next attempt. */
public final class Pace {
    private long heldUntil = System.nanoTime();
    private boolean paused;
    private boolean stopped;

    /** No attempt is made during this time. */
    synchronized void hold(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        heldUntil = until - heldUntil > 0 ? until : heldUntil;
    }

    /** No attempt is made any more. */
    synchronized void pause() {
        paused = true;
    }

    public synchronized boolean isPaused() {
        return paused;
    }

    /** Ends all waits: no attempt is made any more. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Lets those who wait see that their delivery is cancelled. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits until an attempt may be made.
     *
     * @param dueAt in the time of {@link System#nanoTime}
     * @return false if none may be made any more: the delivery is cancelled, or armwatch stops
     */
    synchronized boolean await(Delivery delivery, long dueAt) {
        try {
            while (!stopped && !delivery.isCancelled()) {
                long now = System.nanoTime();
                long nanos = Math.max(dueAt - now, heldUntil - now);
                if (!paused && nanos <= 0) {
                    return true;
                }
                wait(paused ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
