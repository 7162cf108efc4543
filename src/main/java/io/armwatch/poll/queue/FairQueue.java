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
 * Calls in lines, one for each bucket of the budget: whose first call may be made comes in turn, and one that must wait holds up no
 * other. Not for several threads at once.
 */
final class FairQueue {
    private final Function<String, Lane> lanes;
    private final Budget budget;
    private final LongSupplier nanos;
    private final Map<Kind, Map<String, BucketQueue>> all = new EnumMap<>(Kind.class);
    /** The lines whose first call may be made, in turn. */
    private final Deque<BucketQueue> ready = new ArrayDeque<>();
    /** The lines that wait for their budget. */
    private final Queue<BucketQueue> waiting =
            new PriorityQueue<>((one, other) -> Long.signum(one.notBefore - other.notBefore));

    /** The calls that are not to be made before a time, in no line yet. */
    private final Queue<QueuedRequest> later =
            new PriorityQueue<>((one, other) -> Long.signum(one.notBefore() - other.notBefore()));

    private final Runnable added;
    private int queued;
    private boolean heldBack;

    /**
     * No calls.
     *
     * @param lanes the lane of each Azure subscription, by its lower-cased id
     * @param added called when there is one call more in a line, in the lock of whoever calls this
     */
    FairQueue(Function<String, Lane> lanes, Budget budget, LongSupplier nanos, Runnable added) {
        this.lanes = lanes;
        this.budget = budget;
        this.nanos = nanos;
        this.added = added;
        for (Kind kind : Kind.values()) {
            all.put(kind, new HashMap<>());
        }
    }

    /** The calls that spend one bucket of the budget, in turn. It is kept when there are none: each scan has some again. */
    private static final class BucketQueue {
        private final String subscription;
        private final Kind kind;
        private final Lane lane;
        private final Deque<QueuedRequest> queued = new ArrayDeque<>();
        private long notBefore;

        BucketQueue(String subscription, Kind kind, Lane lane) {
            this.subscription = subscription;
            this.kind = kind;
            this.lane = lane;
        }
    }

    /** Adds a call to be made as soon as it may. */
    void add(ArmRequest request) {
        BucketQueue line = line(request);
        add(line, new QueuedRequest(request, line.lane, 1, nanos.getAsLong(), false));
    }

    /** Adds a call to be made again as soon as it may. */
    void add(QueuedRequest queued) {
        add(line(queued.request()), queued);
    }

    private void add(BucketQueue line, QueuedRequest ask) {
        if (line.queued.isEmpty()) {
            ready.add(line);
        }
        line.queued.add(ask);
        queued++;
        added.run();
    }

    /** Whether no request of an Azure subscription waits, neither for its turn nor for a time. */
    boolean isEmpty(String subscription) {
        return all.values().stream()
                        .flatMap(lines -> lines.values().stream())
                        .noneMatch(line -> !line.queued.isEmpty() && line.subscription.equalsIgnoreCase(subscription))
                && later.stream()
                        .noneMatch(queued -> queued.request().subscription().equalsIgnoreCase(subscription));
    }

    /** Adds a call to be made at its time. */
    void addLater(QueuedRequest queued) {
        later.add(queued);
    }

    private BucketQueue line(ArmRequest request) {
        return requireNonNull(all.get(request.kind()))
                .computeIfAbsent(
                        request.subscription(),
                        subscription -> new BucketQueue(
                                subscription,
                                request.kind(),
                                requireNonNull(lanes.apply(subscription.toLowerCase(Locale.ROOT)))));
    }

    /**
     * How many calls could be made now, beside others. A line without budget counts as one, which finds out how long it is to wait.
     *
     * @param beside what to begin counting from
     * @param atMost what is not counted beyond
     */
    int affordable(int beside, int atMost) {
        release();
        heldBack = false;
        int count = beside;
        for (BucketQueue line : ready) {
            if (count >= atMost) {
                break;
            }
            int room = line.lane.room();
            heldBack |= room == 0;
            int calls = Math.min(line.queued.size(), room);
            count += Math.min(calls, Math.max(1, budget.affordable(line.subscription, line.kind)));
        }
        return Math.min(count, atMost);
    }

    /** Takes the next call that may be made now with a slot that is there for it, and spends what it costs of the budget. */
    Optional<QueuedRequest> take() {
        release();
        for (int left = ready.size(); left > 0; left--) {
            BucketQueue line = ready.remove();
            if (!line.lane.mayUseSlot()) {
                heldBack = true;
                ready.add(line);
                continue;
            }
            long wait = budget.take(line.subscription, line.kind);
            if (wait == 0) {
                return Optional.of(first(line));
            }
            line.notBefore = nanos.getAsLong() + wait;
            waiting.add(line);
        }
        return Optional.empty();
    }

    /** The line goes behind the others. */
    private QueuedRequest first(BucketQueue line) {
        QueuedRequest ask = line.queued.remove();
        queued--;
        if (!line.queued.isEmpty()) {
            ready.add(line);
        }
        return ask;
    }

    /** What has waited long enough waits no more. */
    private void release() {
        if (later.isEmpty() && waiting.isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        while (!later.isEmpty() && later.element().notBefore() - now <= 0) {
            add(later.remove());
        }
        while (!waiting.isEmpty() && waiting.element().notBefore - now <= 0) {
            ready.add(waiting.remove());
        }
    }

    /** Whether there are calls that wait for others of the same Azure subscription to give slots back, as of the last look. */
    boolean areHeldBack() {
        return heldBack;
    }

    /** Whether there are calls in a line. */
    boolean areQueued() {
        return queued > 0;
    }

    /** Whether there are no calls at all. */
    boolean areEmpty() {
        return queued == 0 && later.isEmpty();
    }

    /** How long until the first of what waits need not, in nanoseconds; empty where nothing waits. */
    OptionalLong nextWait(long now) {
        if (waiting.isEmpty() && later.isEmpty()) {
            return OptionalLong.empty();
        }
        long line = waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().notBefore - now;
        long ask = later.isEmpty() ? Long.MAX_VALUE : later.element().notBefore() - now;
        return OptionalLong.of(Math.max(0, Math.min(line, ask)));
    }
}
