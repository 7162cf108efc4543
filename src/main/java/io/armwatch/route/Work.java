package io.armwatch.route;

import io.armwatch.azure.Budget;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * The calls of one source that are to be made. Workers take what may be asked now: a call that must wait, for its Azure
 * subscription's budget or for a Retry-After, holds up no other subscription's, and no thread waits with it; a worker that finds
 * nothing to do ends, and others begin when there is something again.
 */
public final class Work {
    private static final long SIBLINGS_MILLIS = 100;
    private static final long HARDLY_SOONER = TimeUnit.MILLISECONDS.toNanos(10);

    private final String source;
    private final Budget budget;
    private final LongSupplier nanos;
    private final int concurrency;
    private final Semaphore slots;
    private final Map<String, Line> ready = new LinkedHashMap<>();
    private final Queue<Ask> later;
    private int queued;
    private int inFlight;
    private int workers;
    private boolean resuming;
    private long resumesAt;
    private boolean closed;

    /**
     * The work of a source.
     *
     * @param concurrency the calls that may be in flight
     * @param slots one for each of them, shared by all sources: what has spent its budget is sent at once
     */
    Work(String source, Budget budget, LongSupplier nanos, int concurrency, Semaphore slots) {
        this.source = source;
        this.budget = budget;
        this.nanos = nanos;
        this.concurrency = concurrency;
        this.slots = slots;
        this.later = new PriorityQueue<>((one, other) -> Long.signum(one.notBefore() - other.notBefore()));
    }

    /**
     * A call to be made.
     *
     * @param attempt from 1
     * @param notBefore in nanoseconds of the clock
     * @param renewed whether it was refused once already with a token that there is another one for now
     */
    record Ask(ArmRequest request, int attempt, long notBefore, boolean renewed) {}

    /** The calls that spend one bucket of the budget, in turn. */
    private static final class Line {
        private final Deque<Ask> asks = new ArrayDeque<>();
        private long notBefore;

        boolean waits(long now) {
            return notBefore - now > 0;
        }
    }

    String source() {
        return source;
    }

    /** Adds a call to be made now. */
    void add(ArmRequest request) {
        request.walk().opened();
        queue(new Ask(request, 1, nanos.getAsLong(), false));
    }

    /** Puts a call off that is to be tried again. */
    synchronized void again(Ask ask, long afterNanos) {
        later.add(new Ask(ask.request(), ask.attempt() + 1, nanos.getAsLong() + afterNanos, ask.renewed()));
    }

    /** Has a call made again with another token; that it was refused counts for nothing. */
    void againWithAnotherToken(Ask ask) {
        queue(new Ask(ask.request(), ask.attempt(), nanos.getAsLong(), true));
    }

    /** Puts a call off that was taken too early. */
    synchronized void putOff(Ask ask, long forNanos) {
        later.add(new Ask(ask.request(), ask.attempt(), nanos.getAsLong() + forNanos, ask.renewed()));
    }

    private synchronized void queue(Ask ask) {
        ready.computeIfAbsent(ask.request().subscription() + ask.request().kind(), key -> newLine())
                .asks
                .add(ask);
        queued++;
        notifyAll();
    }

    private Line newLine() {
        Line line = new Line();
        line.notBefore = nanos.getAsLong();
        return line;
    }

    /** As many workers as can be of use beside those there are; each one is to call {@link #take} until there is nothing. */
    public synchronized List<Work> workers() {
        resuming = false;
        release();
        int more = lacking();
        workers += more;
        return Collections.nCopies(more, this);
    }

    /** How many workers are lacking: one that waits for ARM takes nothing else meanwhile. */
    private int lacking() {
        long now = nanos.getAsLong();
        int affordable = ready.values().stream()
                .filter(line -> !line.waits(now))
                .mapToInt(line -> Math.min(line.asks.size(), affordable(line.asks.element())))
                .sum();
        return Math.max(0, Math.min(affordable - (workers - inFlight), concurrency - workers));
    }

    /** The next call that may be made now; empty when a worker should end. */
    Optional<Ask> take() throws InterruptedException {
        boolean more = true;
        while (more && !isClosed()) {
            if (slots.tryAcquire(SIBLINGS_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<Ask> ask = takeNow();
                if (ask.isPresent()) {
                    return ask;
                }
                slots.release();
                more = awaitSiblings();
            }
        }
        left();
        return Optional.empty();
    }

    private synchronized Optional<Ask> takeNow() {
        Optional<Ask> ask = affordable();
        ask.ifPresent(taken -> inFlight++);
        return ask;
    }

    /** What is in flight may bring more to do; whether it may. */
    @SuppressWarnings("WaitNotInLoop") // it is: in that of take
    private synchronized boolean awaitSiblings() throws InterruptedException {
        if (inFlight == 0 || queued > 0) {
            return false;
        }
        wait(SIBLINGS_MILLIS);
        return true;
    }

    /** A worker has ended. */
    synchronized void left() {
        workers--;
    }

    /** A call that was taken has come to its end, and what follows from it has been added. */
    synchronized void done() {
        inFlight--;
        slots.release();
        notifyAll();
    }

    private int affordable(Ask ask) {
        return budget.affordable(ask.request().subscription(), ask.request().kind());
    }

    private Optional<Ask> affordable() {
        release();
        long now = nanos.getAsLong();
        for (Map.Entry<String, Line> entry : ready.entrySet()) {
            Line line = entry.getValue();
            if (line.waits(now)) {
                continue;
            }
            Ask ask = line.asks.element();
            long wait = budget.take(ask.request().subscription(), ask.request().kind());
            if (wait > 0) {
                line.notBefore = now + wait;
                continue;
            }
            line.asks.remove();
            queued--;
            turn(entry.getKey(), line);
            return Optional.of(ask);
        }
        return Optional.empty();
    }

    /** The line goes behind the others. */
    private void turn(String key, Line line) {
        ready.remove(key);
        if (!line.asks.isEmpty()) {
            ready.put(key, line);
        }
    }

    private void release() {
        long now = nanos.getAsLong();
        while (!later.isEmpty() && later.element().notBefore() - now <= 0) {
            queue(later.remove());
        }
    }

    /** Whether there is nothing to be made any more. */
    synchronized boolean isEmpty() {
        return queued == 0 && later.isEmpty();
    }

    /**
     * When workers are to begin that are lacking, in milliseconds from now; empty where none are, or that has been said already. It
     * counts as said until {@link #workers} is called.
     */
    synchronized OptionalLong resumesIn() {
        release();
        long now = nanos.getAsLong();
        OptionalLong next = lacking() > 0 ? OptionalLong.of(0) : nextWait(now);
        if (closed || next.isEmpty() || (resuming && now + next.getAsLong() - resumesAt > -HARDLY_SOONER)) {
            return OptionalLong.empty();
        }
        resuming = true;
        resumesAt = now + next.getAsLong();
        return OptionalLong.of(1 + TimeUnit.NANOSECONDS.toMillis(next.getAsLong()));
    }

    private OptionalLong nextWait(long now) {
        return LongStream.concat(
                        ready.values().stream().filter(line -> line.waits(now)).mapToLong(line -> line.notBefore - now),
                        later.stream().limit(1).mapToLong(ask -> ask.notBefore() - now))
                .map(wait -> Math.max(0, wait))
                .min();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Makes no further call. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
