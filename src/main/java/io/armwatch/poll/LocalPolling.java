package io.armwatch.poll;

import io.armwatch.azure.Budget;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.known.PollHistory;
import io.armwatch.poll.retry.OutageTracker;
import io.armwatch.poll.retry.OutageTracker.LastFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What only the process knows that polls: the last polls, the last failures, the scans, the queues and the budget. It is only read here. */
public final class LocalPolling {
    private final ScanScheduler scheduler;
    private final KnownStateCache cache;
    private final OutageTracker outages;
    private final Budget budget;

    /** Reads from the parts that poll. */
    public LocalPolling(ScanScheduler scheduler, KnownStateCache cache, OutageTracker outages, Budget budget) {
        this.scheduler = scheduler;
        this.cache = cache;
        this.outages = outages;
        this.budget = budget;
    }

    /** The lower-cased Azure subscriptions that this process holds. */
    public Set<String> held() {
        return Set.copyOf(scheduler.heldSubscriptions());
    }

    /** The lower-cased Azure subscriptions that are watched, by whichever process. */
    public List<String> watched() {
        return List.copyOf(scheduler.plan().plan().subscriptions());
    }

    /** The polls of a resource. */
    public PollHistory history(Target target) {
        return cache.history(target);
    }

    /** The last failed poll of a target that cannot be polled now. */
    public Optional<LastFailure> failure(Target target) {
        return outages.lastFailure(target.key());
    }

    /** The scans of each source in each Azure subscription that this process holds. */
    public List<ScanReport> scans() {
        return scheduler.scanReports();
    }

    /** The number of requests of a source that wait. */
    public int queued(String source) {
        return scheduler.queued(source);
    }

    /** The calls of a kind that could be spent now in an Azure subscription. */
    public int budgetLeft(String subscription, Budget.Kind kind) {
        return budget.affordable(subscription, kind);
    }

    /** Whether polling is paused because Kafka cannot be reached. */
    public boolean isPaused() {
        return scheduler.isPaused();
    }

    /** The scans that have not completed for three of their periods, as sentences. */
    public List<String> overdueScans() {
        return scheduler.overdueScans().stream().map(late -> late.text()).toList();
    }
}
