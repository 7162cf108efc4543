package io.armwatch.poll.queue;

import io.armwatch.azure.Budget;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The calls of one source that are to be made. Workers take what may be asked now: a call that must wait, for its Azure
 * subscription's budget or for a Retry-After, holds up no other subscription's, and no thread waits with it; a worker that finds
 * nothing to do ends, and others begin when there is something again.
 */
public final class RequestQueue {
    private static final long SIBLINGS_MILLIS = 100;
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(50);
    /** A resumption that is so late was lost. */
    private static final long LOST = TimeUnit.SECONDS.toNanos(5);

    private static final long HARDLY_SOONER = TimeUnit.MILLISECONDS.toNanos(10);

    private final String source;
    private final LongSupplier nanos;
    private final ConcurrencyLimiter limiter;
    private final FairQueue fairQueue;
    private int inFlight;
    private int workers;
    private boolean resuming;
    private long resumesAt;
    private int calls;
    private boolean paused;
    private boolean closed;
    /** When a call ended last, in nanoseconds of the clock. */
    private long endedAt;

    /**
     * The work of a source.
     *
     * @param limiter shared by all sources
     */
    public RequestQueue(String source, Budget budget, LongSupplier nanos, ConcurrencyLimiter limiter) {
        this.source = source;
        this.nanos = nanos;
        this.limiter = limiter;
        this.fairQueue =
                new FairQueue(subscription -> limiter.lane(source, subscription), budget, nanos, this::notifyAll);
        this.endedAt = nanos.getAsLong();
    }

    public String source() {
        return source;
    }

    /** Adds a call to be made now. */
    public void add(ArmRequest request) {
        request.scan().addRequest();
        queue(request);
    }

    /** Adds calls to be made now. No walk of theirs can end before the last of them has. */
    public void addAll(List<ArmRequest> requests) {
        requests.forEach(request -> request.scan().addRequest());
        requests.forEach(this::queue);
    }

    /** Puts a call off that is to be tried again. */
    public synchronized void again(QueuedRequest queued, long afterNanos) {
        fairQueue.addLater(queued.again(nanos.getAsLong() + afterNanos));
    }

    /** Has a call made again with another token; that it was refused counts for nothing. */
    public synchronized void againWithAnotherToken(QueuedRequest queued) {
        fairQueue.add(queued.withAnotherToken());
    }

    /** Puts a call off that was taken too early. */
    public synchronized void putOff(QueuedRequest queued, long forNanos) {
        fairQueue.addLater(queued.putOff(nanos.getAsLong() + forNanos));
    }

    private synchronized void queue(ArmRequest request) {
        fairQueue.add(request);
    }

    /** As many workers as can be of use beside those there are; each one is to call {@link #take} until there is nothing. */
    public synchronized List<RequestQueue> workers() {
        resuming = false;
        int lacking = lacking();
        int more =
                lacking == 0 && fairQueue.areHeldBack() ? 1 : lacking; // that one looks again, and plans the next look
        workers += more;
        return Collections.nCopies(more, this);
    }

    /** How many workers are lacking: one that waits for ARM takes nothing else meanwhile. */
    private int lacking() {
        return paused ? 0 : Math.max(0, fairQueue.affordable(inFlight - workers, useful() - workers));
    }

    /** How many workers are of use. Where none of the few has an answer, they hang, and others must do their work. */
    private int useful() {
        int useful = limiter.useful();
        boolean hang =
                inFlight >= useful && nanos.getAsLong() - endedAt > TimeUnit.MILLISECONDS.toNanos(SIBLINGS_MILLIS);
        return hang ? limiter.most() : useful;
    }

    /** The next call that may be made now; empty when a worker should end. */
    public Optional<QueuedRequest> take() throws InterruptedException {
        boolean more = true;
        while (more && isOfUse()) {
            if (limiter.take(SIBLINGS_MILLIS)) {
                Optional<QueuedRequest> queued = takeNow();
                if (queued.isPresent()) {
                    return queued;
                }
                limiter.giveBack();
                more = awaitSiblings();
            }
        }
        left();
        return Optional.empty();
    }

    private synchronized Optional<QueuedRequest> takeNow() {
        Optional<QueuedRequest> queued = fairQueue.take();
        queued.ifPresent(taken -> {
            inFlight++;
            taken.lane().take();
            calls++;
        });
        return queued;
    }

    /** What is in flight may bring more to do; whether it may. */
    @SuppressWarnings("WaitNotInLoop") // it is: in that of take
    private synchronized boolean awaitSiblings() throws InterruptedException {
        if (inFlight == 0 || fairQueue.areQueued()) {
            return false;
        }
        wait(SIBLINGS_MILLIS);
        return true;
    }

    /** A worker has ended. */
    public synchronized void left() {
        workers--;
    }

    /** A call that was taken has come to its end, and what follows from it has been added. */
    public synchronized void done(QueuedRequest queued) {
        endedAt = nanos.getAsLong();
        queued.lane().giveBack();
        free();
    }

    private void free() {
        inFlight--;
        limiter.giveBack();
        notifyAll();
    }

    private synchronized boolean isOfUse() {
        return !closed && !paused && workers <= useful();
    }

    /** Takes note of how long ARM took to answer. */
    public void took(long nanosTaken) {
        limiter.took(nanosTaken);
    }

    /** When a turn ends that begins now, in nanoseconds of the clock: until then a worker may take one call after the other. */
    public long turnEnds() {
        return nanos.getAsLong() + TURN;
    }

    /** Ends a call that was taken, and takes another one in its place that may be made now, unless its turn is over and others wait. */
    public synchronized Optional<QueuedRequest> another(QueuedRequest ended, long turnEnds) {
        endedAt = nanos.getAsLong();
        ended.lane().giveBack();
        boolean over = endedAt - turnEnds >= 0 && (limiter.areWanted() || lacking() > 0);
        Optional<QueuedRequest> queued = over || !isOfUse() ? Optional.empty() : fairQueue.take();
        queued.ifPresentOrElse(
                taken -> {
                    taken.lane().take();
                    calls++;
                },
                this::free);
        return queued;
    }

    /** Whether there is nothing to be made any more. */
    public synchronized boolean isEmpty() {
        return fairQueue.areEmpty();
    }

    /**
     * When workers are to begin that are lacking, in milliseconds from now; empty where none are, or that has been said already. It
     * counts as said until {@link #workers} is called.
     */
    public synchronized OptionalLong resumesIn() {
        long now = nanos.getAsLong();
        OptionalLong next = lacking() > 0 ? OptionalLong.of(0) : earlier(fairQueue.nextWait(now));
        if (closed || paused || next.isEmpty() || (resuming && now + next.getAsLong() - resumesAt > -HARDLY_SOONER)) {
            return OptionalLong.empty();
        }
        resuming = true;
        resumesAt = now + next.getAsLong();
        return OptionalLong.of(1 + TimeUnit.NANOSECONDS.toMillis(next.getAsLong()));
    }

    /** What waits for others to give slots back, or may have to because the few workers hang, is looked at again soon. */
    private OptionalLong earlier(OptionalLong wait) {
        if (!fairQueue.areQueued() || (!fairQueue.areHeldBack() && limiter.useful() == limiter.most())) {
            return wait;
        }
        long soon = TimeUnit.MILLISECONDS.toNanos(SIBLINGS_MILLIS);
        return OptionalLong.of(Math.min(soon, wait.orElse(soon)));
    }

    /** Begins no call until {@link #resume}; what is to be called stays. */
    public synchronized void pause() {
        paused = true;
        notifyAll();
    }

    public synchronized void resume() {
        paused = false;
        resuming = false;
    }

    /**
     * What goes on at this moment.
     *
     * @param calls that were begun so far
     * @param waits whether calls wait for the budget or for a time, or all of them until polling resumes
     */
    public record Activity(int calls, boolean waits, int inFlight) {}

    public synchronized Activity activity() {
        boolean waits = paused || fairQueue.nextWait(nanos.getAsLong()).orElse(0) > 0;
        return new Activity(calls, waits, inFlight);
    }

    /**
     * Whether no request of an Azure subscription is queued or in flight.
     *
     * @param subscription its lower-cased id
     */
    public synchronized boolean isIdle(String subscription) {
        return limiter.lane(source, subscription).isIdle() && fairQueue.isEmpty(subscription);
    }

    /** What holds its calls up at this moment, and what to do about it. */
    public synchronized String hindrance() {
        if (fairQueue.nextWait(nanos.getAsLong()).orElse(0) > 0) {
            return "Its polls wait for ARM's budget, or for a Retry-After where ARM throttles: scan less often (armwatch.schedule."
                    + source + "), watch less, or raise armwatch.budget.share where ARM does not throttle";
        }
        if (limiter.areWanted()) {
            return "All requests that armwatch.http.concurrency allows are in flight, and ARM answers them slowly "
                    + "or not at all: raise it, or lower armwatch.http.timeout where requests hang";
        }
        return inFlight > 0
                ? "ARM answers slowly or not at all, " + inFlight
                        + " requests are in flight: check the network, lower armwatch.http.timeout where requests hang, "
                        + "or scan less often (armwatch.schedule." + source
                        + ")"
                : "Scan less often (armwatch.schedule." + source + ")";
    }

    /** Lets a resumption that was said and did not come be said again. */
    public synchronized void forgetLostResumption() {
        if (resuming && nanos.getAsLong() - resumesAt > LOST) {
            resuming = false;
        }
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** Makes no further call. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
