package io.armwatch.poll.queue;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Requests in one queue for each token bucket of the budget. The queues with budget take turns, and one that must wait delays no
 * other. Not thread-safe.
 */
final class FairQueue {
    private static final int MOST_URGENT_IN_ROW = 3;

    private final Function<String, Lane> lanes;
    private final Budget budget;
    private final LongSupplier nanos;
    private final Map<Kind, Map<String, BucketQueue>> bucketQueues = new EnumMap<>(Kind.class);
    /** The queues whose first request may be sent, in turn. */
    private final Deque<BucketQueue> ready = new ArrayDeque<>();
    /** The queues that wait for their budget. */
    private final Queue<BucketQueue> waiting =
            new PriorityQueue<>((one, other) -> Long.signum(one.notBefore - other.notBefore));

    /** The requests that must not be sent before a time; they are in no queue yet. */
    private final Queue<QueuedRequest> delayed =
            new PriorityQueue<>((one, other) -> Long.signum(one.notBefore() - other.notBefore()));

    private final Runnable added;
    private int queued;
    private boolean heldBack;
    /** For how long queues had to wait for budget, added up, in nanoseconds. */
    private long budgetWait;

    /**
     * Creates an empty queue.
     *
     * @param lanes the lane of each Azure subscription, by its lower-cased id
     * @param added called when a request joins a queue, within the lock of the caller
     */
    FairQueue(Function<String, Lane> lanes, Budget budget, LongSupplier nanos, Runnable added) {
        this.lanes = lanes;
        this.budget = budget;
        this.nanos = nanos;
        this.added = added;
        for (Kind kind : Kind.values()) {
            bucketQueues.put(kind, new HashMap<>());
        }
    }

    /** The requests that spend one token bucket of the budget, in order. It is kept when empty, as each scan fills it again. */
    private static final class BucketQueue {
        private final String subscription;
        private final Kind kind;
        private final Lane lane;
        private final Deque<QueuedRequest> queued = new ArrayDeque<>();
        /** The requests of signals, which go first. */
        private final Deque<QueuedRequest> urgent = new ArrayDeque<>();

        private long notBefore;
        private int urgentInRow;

        BucketQueue(String subscription, Kind kind, Lane lane) {
            this.subscription = subscription;
            this.kind = kind;
            this.lane = lane;
        }

        boolean isEmpty() {
            return queued.isEmpty() && urgent.isEmpty();
        }

        int size() {
            return queued.size() + urgent.size();
        }

        void add(QueuedRequest request) {
            (request.request().scan().run().isOfSignal() ? urgent : queued).add(request);
        }

        /** The next request: of a signal if there is one, but at least each fourth is not, so that scans go on in a flood of signals. */
        QueuedRequest remove() {
            boolean first = !urgent.isEmpty() && (queued.isEmpty() || urgentInRow < MOST_URGENT_IN_ROW);
            urgentInRow = first ? urgentInRow + 1 : 0;
            return (first ? urgent : queued).remove();
        }
    }

    /** Adds a request that may be sent now. */
    void add(ArmRequest request) {
        BucketQueue bucketQueue = queueOf(request);
        add(bucketQueue, new QueuedRequest(request, bucketQueue.lane, nanos.getAsLong()));
    }

    /** Adds another attempt that may be sent now. */
    void add(QueuedRequest queued) {
        add(queueOf(queued.request()), queued);
    }

    private void add(BucketQueue bucketQueue, QueuedRequest request) {
        if (bucketQueue.isEmpty()) {
            ready.add(bucketQueue);
        }
        bucketQueue.add(request);
        bucketQueue.lane.addWaiting();
        queued++;
        added.run();
    }

    /** Gives back the budget of a request that was taken and needs none. */
    void refund(ArmRequest request) {
        budget.giveBack(request.subscription(), request.kind());
    }

    /** Adds a request that must not be sent before its time. */
    void addLater(QueuedRequest queued) {
        queued.lane().addWaiting();
        delayed.add(queued);
    }

    private BucketQueue queueOf(ArmRequest request) {
        return requireNonNull(bucketQueues.get(request.kind()))
                .computeIfAbsent(
                        request.subscription(),
                        subscription -> new BucketQueue(
                                subscription,
                                request.kind(),
                                requireNonNull(lanes.apply(subscription.toLowerCase(Locale.ROOT)))));
    }

    /**
     * How many requests could be sent now, added to a count. A queue without budget counts as one: a worker has to find out how long it
     * must wait.
     *
     * @param startAt the count to start at
     * @param limit the count to stop at
     */
    int affordable(int startAt, int limit) {
        makeReady();
        heldBack = false;
        int count = startAt;
        for (BucketQueue bucketQueue : ready) {
            if (count >= limit) {
                break;
            }
            int room = bucketQueue.lane.room();
            heldBack |= room == 0;
            int calls = Math.min(bucketQueue.size(), room);
            count += Math.min(calls, Math.max(1, budget.affordable(bucketQueue.subscription, bucketQueue.kind)));
        }
        return Math.min(count, limit);
    }

    /** Takes the next request that may be sent now by a worker that has a slot, and spends its budget. */
    Optional<QueuedRequest> take() {
        makeReady();
        for (int toTry = ready.size(); toTry > 0; toTry--) {
            BucketQueue bucketQueue = ready.remove();
            if (!bucketQueue.lane.mayUseSlot()) {
                heldBack = true;
                ready.add(bucketQueue);
                continue;
            }
            long wait = budget.take(bucketQueue.subscription, bucketQueue.kind);
            if (wait == 0) {
                return Optional.of(removeFirst(bucketQueue));
            }
            budgetWait += wait;
            bucketQueue.notBefore = nanos.getAsLong() + wait;
            waiting.add(bucketQueue);
        }
        return Optional.empty();
    }

    /** Takes the first request of a queue, and puts the queue behind the others. */
    private QueuedRequest removeFirst(BucketQueue bucketQueue) {
        QueuedRequest request = bucketQueue.remove();
        bucketQueue.lane.removeWaiting();
        queued--;
        if (!bucketQueue.isEmpty()) {
            ready.add(bucketQueue);
        }
        return request;
    }

    /** Moves delayed requests and waiting queues whose time has come to the ready ones. */
    private void makeReady() {
        if (delayed.isEmpty() && waiting.isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        while (!delayed.isEmpty() && delayed.element().notBefore() - now <= 0) {
            QueuedRequest due = delayed.remove();
            due.lane().removeWaiting();
            add(due);
        }
        while (!waiting.isEmpty() && waiting.element().notBefore - now <= 0) {
            ready.add(waiting.remove());
        }
    }

    /** Whether requests waited for slots of their Azure subscription at the last call of {@link #affordable} or {@link #take}. */
    boolean isHeldBack() {
        return heldBack;
    }

    /** For how long requests had to wait for budget, added up over Azure subscriptions, in nanoseconds. */
    long budgetWait() {
        return budgetWait;
    }

    /** The number of requests that wait for their turn or a time. */
    int size() {
        return queued + delayed.size();
    }

    /** Whether there are requests in a queue. */
    boolean hasQueued() {
        return queued > 0;
    }

    /** Whether there are no requests at all. */
    boolean isEmpty() {
        return queued == 0 && delayed.isEmpty();
    }

    /** How long until the first wait ends, in nanoseconds; empty if nothing waits. */
    OptionalLong nextWait(long now) {
        if (waiting.isEmpty() && delayed.isEmpty()) {
            return OptionalLong.empty();
        }
        long bucketWait = waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().notBefore - now;
        long delayedWait =
                delayed.isEmpty() ? Long.MAX_VALUE : delayed.element().notBefore() - now;
        return OptionalLong.of(Math.max(0, Math.min(bucketWait, delayedWait)));
    }
}
