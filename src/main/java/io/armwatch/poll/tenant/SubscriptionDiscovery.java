package io.armwatch.poll.tenant;

import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.config.WatchList;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.tenant.Membership.Difference;
import io.armwatch.poll.tenant.SubscriptionLists.UnreadableListException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the watched Azure subscriptions in step with the lists of the tenant. Each process reads the lists for itself, on a thread of its
 * own, and scans only what it holds. A list that cannot be read changes nothing. Until a list is read for the first time, the Azure
 * subscriptions that have known states count as its members.
 */
public final class SubscriptionDiscovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionDiscovery.class);
    /** How soon a tick may read a list again. */
    static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(5);
    /** How soon a tick may read a list again that could not be read. */
    static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int NAMED = 5;

    private final ScanScheduler scheduler;
    private final SubscriptionLists lists;
    private final KnownSubscriptions known;
    private final TenantReport report;
    private final LongSupplier nanos;
    private final int confirmations;
    /** Never changed: replaced when the watch list changes. */
    private volatile List<TenantList> tenants = List.of();

    private final Set<String> left = new TreeSet<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "armwatch-tenant"));
    private volatile Supplier<CloseableHttpClient> clients = () -> {
        throw new IllegalStateException("not started");
    };
    private volatile Runnable onChange = () -> {};

    /** @param confirmations how many reads in a row must lack an Azure subscription before it is watched no more */
    public SubscriptionDiscovery(
            ScanScheduler scheduler,
            SubscriptionLists lists,
            KnownSubscriptions known,
            TenantReport report,
            int confirmations,
            LongSupplier nanos) {
        this.scheduler = scheduler;
        this.lists = lists;
        this.known = known;
        this.report = report;
        this.nanos = nanos;
        this.confirmations = confirmations;
        followTenants();
        scheduler.beforeTicks(this::onTick);
    }

    /** A list of the tenant, and when it was read. */
    private static final class TenantList {
        private final Tenant scope;
        private final Membership members;
        private volatile Optional<Long> dueAt = Optional.empty();

        private TenantList(Tenant scope, Membership members) {
            this.scope = scope;
            this.members = members;
        }
    }

    /** Takes over the scopes of the tenant that the plan holds. Those that it held before keep what was read. */
    private void followTenants() {
        Map<String, TenantList> before = new HashMap<>();
        tenants.forEach(list -> before.put(list.scope.id().key(), list));
        tenants = scheduler.plan().tenants().stream()
                .map(scope -> Optional.ofNullable(before.remove(scope.id().key()))
                        .orElseGet(() -> new TenantList(scope, new Membership(confirmations))))
                .toList();
        before.values().forEach(list -> report.forget(list.scope));
    }

    /**
     * Watches another watch list, as a restart with it does: what is new is scanned at once. A list of the tenant that is new is read
     * soon, and one that stays is not read for that.
     */
    public void watchList(WatchList list) {
        synchronized (this) {
            scheduler.watchList(list);
            followTenants();
            left.clear();
            assumeKnown();
            watchMembers();
            if (tenants.stream().allMatch(each -> each.members.isRead())) {
                reportIdleExclusions();
            }
        }
        onChange.run();
        onTick();
    }

    /**
     * Begins to read the lists, on its own thread.
     *
     * @param newClients makes HTTP clients for ARM
     * @param whenChanged called after other Azure subscriptions are watched than before
     */
    public void start(Supplier<CloseableHttpClient> newClients, Runnable whenChanged) {
        this.clients = newClients;
        this.onChange = whenChanged;
        if (tenants.isEmpty()) {
            reportIdleExclusions();
        } else {
            thread.prestartAllCoreThreads(); // later there may be none to be had
        }
    }

    /** Reads the lists that are due, unless that is under way. */
    void onTick() {
        assumeKnown();
        if (tenants.stream().anyMatch(this::isDue) && reading.compareAndSet(false, true)) {
            try {
                thread.execute(this::readDue);
            } catch (RejectedExecutionException stopping) {
                reading.set(false);
                LOG.debug("Not read, as armwatch stops", stopping);
            }
        }
    }

    private boolean isDue(TenantList list) {
        return list.dueAt.map(at -> nanos.getAsLong() - at >= 0).orElse(true) && !lists.mustWait(list.scope);
    }

    /** Begins to read the lists without a tick, and meanwhile watches what was watched before this process began. */
    public void begin() {
        onTick();
    }

    /**
     * Reads all lists now.
     *
     * @return whether all could be read
     */
    public boolean readNow() {
        assumeKnown();
        if (!tenants.isEmpty()) {
            readDue();
        }
        return problems().isEmpty();
    }

    private void readDue() {
        try (CloseableHttpClient client = clients.get()) {
            for (TenantList list : tenants) {
                if (isDue(list)) {
                    read(list, client);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The Azure subscriptions cannot be listed; the next scan tries again", e);
        } finally {
            reading.set(false);
        }
    }

    private void read(TenantList list, CloseableHttpClient client) throws InterruptedException {
        list.dueAt = Optional.of(nanos.getAsLong() + RETRY_NANOS);
        try {
            Set<String> found = lists.read(list.scope, client);
            list.dueAt = Optional.of(nanos.getAsLong() + PERIOD_NANOS);
            report.reached(list.scope);
            update(list, found);
        } catch (UnreadableListException e) {
            synchronized (this) {
                if (tenants.contains(list)) {
                    report.failed(list.scope, e.failure());
                }
            }
        }
    }

    private void update(TenantList list, Set<String> found) {
        boolean changed;
        synchronized (this) {
            if (!tenants.contains(list)) { // no longer in the watch list
                return;
            }
            boolean first = !list.members.isRead();
            Difference difference = list.members.update(found);
            left.addAll(difference.left());
            logDifference(list.scope, found, difference, first);
            changed = watchMembers();
            if (first && tenants.stream().allMatch(each -> each.members.isRead())) {
                reportIdleExclusions();
            }
        }
        if (changed) {
            onChange.run();
        }
    }

    /** Until a list is read, watches the Azure subscriptions that were watched before. */
    private synchronized void assumeKnown() {
        if (tenants.stream().allMatch(list -> list.members.isRead())) {
            return;
        }
        Set<String> before = known.find();
        tenants.forEach(list -> list.members.assume(before));
        watchMembers();
    }

    private boolean watchMembers() {
        Set<String> members = new TreeSet<>();
        tenants.forEach(list -> members.addAll(list.members.subscriptions()));
        left.removeAll(members);
        return scheduler.watchSubscriptions(members, left);
    }

    private void reportIdleExclusions() {
        Exclusions idle = scheduler.plan().idleExclusions();
        if (!idle.isEmpty()) {
            LOG.warn(
                    "The watch list excludes {}, but no scope covers that, so it takes nothing out: correct or remove it under"
                            + " exclude",
                    idle.text());
        }
    }

    private static void logDifference(Tenant scope, Set<String> found, Difference difference, boolean first) {
        if (found.isEmpty() && (first || !difference.left().isEmpty())) {
            LOG.warn(
                    "The scope {} holds no Azure subscription that armwatch's identity can read: give it the role that the"
                            + " README describes",
                    scope.text());
        } else if (first || !difference.added().isEmpty()) {
            LOG.info(
                    "The scope {} holds {} Azure subscriptions; new: {}",
                    scope.text(),
                    found.size(),
                    named(difference.added()));
        }
        if (!difference.left().isEmpty()) {
            LOG.info("The scope {} no longer holds the Azure subscriptions {}", scope.text(), named(difference.left()));
        }
    }

    private static String named(Set<String> subscriptions) {
        String some = String.join(", ", subscriptions.stream().limit(NAMED).toList());
        int more = subscriptions.size() - NAMED;
        return subscriptions.isEmpty() ? "none" : more > 0 ? some + " and " + more + " more" : some;
    }

    /** The lists that cannot be read now, as sentences. */
    public List<String> problems() {
        return report.problems();
    }

    /** Reads no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
