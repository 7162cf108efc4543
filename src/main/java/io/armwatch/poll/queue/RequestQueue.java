package io.armwatch.poll.queue;

import io.armwatch.azure.Budget;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The requests of one source that wait to be sent. Workers take those that may be sent now. A request that waits for the budget of its
 * Azure subscription or for a Retry-After delays no other subscription and occupies no thread. A worker that finds nothing to send ends;
 * workers start again when there is something to send.
 */
public final class RequestQueue {
    private static final long SIBLINGS_MILLIS = 100;
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(50);
    /** After this delay, a claimed resumption counts as lost. */
    private static final long RESUMPTION_LOST = TimeUnit.SECONDS.toNanos(5);

    private static final long RESUMPTION_TOLERANCE = TimeUnit.MILLISECONDS.toNanos(10);

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
    private volatile LongConsumer latencies = nanosTaken -> {};
    private volatile boolean halted;
    /** When a request finished last, in nanoseconds of the monotonic clock. */
    private long endedAt;

    /**
     * Creates the empty queue of a source.
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

    /** Adds a request that may be sent now. */
    public void add(ArmRequest request) {
        request.scan().addRequest();
        queue(request);
    }

    /** Adds requests that may be sent now. All are counted first, so that no scan ends before its last one. */
    public void addAll(List<ArmRequest> requests) {
        requests.forEach(request -> request.scan().addRequest());
        requests.forEach(this::queue);
    }

    /** Queues a failed request for another attempt after a wait. */
    public synchronized void retryLater(QueuedRequest queued, long afterNanos) {
        fairQueue.addLater(queued.again(nanos.getAsLong() + afterNanos));
    }

    /** Queues a refused request again, to be sent with a renewed token. The refusal does not count as an attempt. */
    public synchronized void retryWithNewToken(QueuedRequest queued) {
        fairQueue.add(queued.withAnotherToken());
    }

    /** Queues a refused request again, to be sent with another api-version. The refusal does not count as an attempt. */
    public synchronized void retryWithAnotherVersion(QueuedRequest queued) {
        fairQueue.add(queued.withAnotherVersion());
    }

    /** Puts back a request that was taken too early. */
    public synchronized void putOff(QueuedRequest queued, long forNanos) {
        fairQueue.addLater(queued.putOff(nanos.getAsLong() + forNanos));
    }

    /** Gives back the budget of a request that was taken and is not sent. */
    public void refund(QueuedRequest queued) {
        fairQueue.refund(queued.request());
    }

    private synchronized void queue(ArmRequest request) {
        fairQueue.add(request);
    }

    /** Claims the workers that are missing now, one list element for each. Each worker calls {@link #take} until it gets nothing. */
    public synchronized List<RequestQueue> claimWorkers() {
        resuming = false;
        int lacking = missingWorkers();
        int more =
                lacking == 0 && fairQueue.isHeldBack() ? 1 : lacking; // it checks again, and schedules the next check
        workers += more;
        return Collections.nCopies(more, this);
    }

    /** How many workers are missing. A worker that waits for ARM takes no other request meanwhile. */
    private int missingWorkers() {
        return paused ? 0 : Math.max(0, fairQueue.affordable(inFlight - workers, usefulWorkers() - workers));
    }

    /** How many workers make the source faster. If none of them gets a response for a while, they hang, and more are needed. */
    private int usefulWorkers() {
        int useful = limiter.usefulWorkers();
        boolean hanging =
                inFlight >= useful && nanos.getAsLong() - endedAt > TimeUnit.MILLISECONDS.toNanos(SIBLINGS_MILLIS);
        return hanging ? limiter.maxWorkers() : useful;
    }

    /** Takes the next request that may be sent now; empty if the worker should end. */
    public Optional<QueuedRequest> take() throws InterruptedException {
        boolean more = true;
        while (more && shouldWork()) {
            if (limiter.take(SIBLINGS_MILLIS)) {
                Optional<QueuedRequest> queued = takeNow();
                if (queued.isPresent()) {
                    return queued;
                }
                limiter.giveBack();
                more = awaitSiblings();
            }
        }
        removeWorker();
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

    /**
     * Waits for the requests in flight, which may add more requests.
     *
     * @return whether there were any
     */
    @SuppressWarnings("WaitNotInLoop") // it is: in that of take
    private synchronized boolean awaitSiblings() throws InterruptedException {
        if (inFlight == 0 || fairQueue.hasQueued()) {
            return false;
        }
        wait(SIBLINGS_MILLIS);
        return true;
    }

    /** Notes that a worker has ended. */
    public synchronized void removeWorker() {
        workers--;
    }

    /** Finishes a request that was taken, after the requests that follow from it were added. */
    public synchronized void finish(QueuedRequest queued) {
        endedAt = nanos.getAsLong();
        queued.lane().giveBack();
        release();
    }

    private void release() {
        inFlight--;
        limiter.giveBack();
        notifyAll();
    }

    private synchronized boolean shouldWork() {
        return !closed && !paused && workers <= usefulWorkers();
    }

    /** Notes how long a response took. */
    public void recordLatency(long nanosTaken) {
        limiter.recordLatency(nanosTaken);
        latencies.accept(nanosTaken);
    }

    /** Sets what else learns how long responses take, in nanoseconds. */
    public void reportLatencies(LongConsumer to) {
        latencies = to;
    }

    /** When a turn that starts now ends, in nanoseconds of the monotonic clock. Until then a worker may take request after request. */
    public long turnEnd() {
        return nanos.getAsLong() + TURN;
    }

    /** Finishes a request, and takes the next one with the same slot, unless the turn is over and others wait. */
    public synchronized Optional<QueuedRequest> takeNext(QueuedRequest ended, long turnEnds) {
        endedAt = nanos.getAsLong();
        ended.lane().giveBack();
        boolean turnOver = endedAt - turnEnds >= 0 && (limiter.hasWaiters() || missingWorkers() > 0);
        Optional<QueuedRequest> queued = turnOver || !shouldWork() ? Optional.empty() : fairQueue.take();
        queued.ifPresentOrElse(
                taken -> {
                    taken.lane().take();
                    calls++;
                },
                this::release);
        return queued;
    }

    /** The number of requests that wait. */
    public synchronized int size() {
        return fairQueue.size();
    }

    /** For how long requests have waited for budget so far, added up over Azure subscriptions, in nanoseconds. */
    public synchronized long budgetWaitNanos() {
        return fairQueue.budgetWait();
    }

    /** Whether no request waits. */
    public synchronized boolean isEmpty() {
        return fairQueue.isEmpty();
    }

    /**
     * Claims the task of starting the missing workers. The claim lasts until {@link #claimWorkers} is called.
     *
     * @return in how many milliseconds to start them; empty if none are missing, or the task is claimed already
     */
    public synchronized OptionalLong claimResumption() {
        long now = nanos.getAsLong();
        OptionalLong next = missingWorkers() > 0 ? OptionalLong.of(0) : earlier(fairQueue.nextWait(now));
        if (closed
                || paused
                || next.isEmpty()
                || (resuming && now + next.getAsLong() - resumesAt > -RESUMPTION_TOLERANCE)) {
            return OptionalLong.empty();
        }
        resuming = true;
        resumesAt = now + next.getAsLong();
        return OptionalLong.of(1 + TimeUnit.NANOSECONDS.toMillis(next.getAsLong()));
    }

    /** Shortens the wait if requests wait for slots, or if the few workers may hang. */
    private OptionalLong earlier(OptionalLong wait) {
        if (!fairQueue.hasQueued() || (!fairQueue.isHeldBack() && limiter.usefulWorkers() == limiter.maxWorkers())) {
            return wait;
        }
        long soon = TimeUnit.MILLISECONDS.toNanos(SIBLINGS_MILLIS);
        return OptionalLong.of(Math.min(soon, wait.orElse(soon)));
    }

    /** Sends no request until {@link #resume}. Queued requests stay. */
    public synchronized void pause() {
        paused = true;
        notifyAll();
    }

    public synchronized void resume() {
        paused = false;
        resuming = false;
    }

    /** Sets whether workers are to drop what they take, because the source is paused. */
    public void halt(boolean drop) {
        halted = drop;
    }

    /** Whether workers are to drop what they take. */
    public boolean isHalted() {
        return halted;
    }

    /**
     * The activity at one moment.
     *
     * @param calls how many requests were taken so far
     * @param waits whether requests wait for the budget or for a time, or polling is paused
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
        return limiter.lane(source, subscription).isIdle();
    }

    /** What delays the requests now, and what to do about it, as a sentence. */
    public synchronized String delayCause() {
        if (fairQueue.nextWait(nanos.getAsLong()).orElse(0) > 0) {
            return "Its polls wait for ARM's budget, or for a Retry-After where ARM throttles: scan less often (armwatch.schedule."
                    + source + "), watch less, or raise armwatch.budget.share where ARM does not throttle";
        }
        if (limiter.hasWaiters()) {
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

    /** Ends the claim of a resumption that did not come, so that it can be claimed again. */
    public synchronized void forgetLostResumption() {
        if (resuming && nanos.getAsLong() - resumesAt > RESUMPTION_LOST) {
            resuming = false;
        }
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** Sends no further request. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
