package io.armwatch.management.api;

import io.armwatch.azure.Budget;
import io.armwatch.management.view.ResourceSummary;
import io.armwatch.management.view.ResourceSummary.Condition;
import io.armwatch.management.view.ScopeOutages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a row for each Azure subscription: who polls it, and how much budget is left. */
final class SubscriptionRows {
    private final ApiSources from;

    SubscriptionRows(ApiSources from) {
        this.from = from;
    }

    /** The calls that armwatch could make now, of those that ARM allows. */
    record BudgetLeft(int reads, int writes) {}

    /**
     * An Azure subscription.
     *
     * @param owner the process that polls it; null if Kafka does not say
     * @param budget empty where only its owner knows
     */
    record Row(
            String subscriptionId,
            @Nullable ProcessInfo owner,
            Optional<BudgetLeft> budget,
            int resources,
            int failing,
            int incidents) {}

    private static final class Tally {
        private int resources;
        private int failing;
        private int incidents;
    }

    /** All Azure subscriptions that are watched or have known states, by id. */
    List<Row> all() {
        Map<String, Tally> tallies = new TreeMap<>();
        from.polling().watched().forEach(id -> tallies.put(id, new Tally()));
        ScopeOutages outages = ScopeOutages.of(from.view().known().scopes());
        for (ResourceSummary each : from.view().known().resources()) {
            Tally tally = tallies.computeIfAbsent(subscription(each.key()), id -> new Tally());
            tally.resources++;
            tally.failing += each.condition(outages) == Condition.FAILING ? 1 : 0;
            tally.incidents += each.incidents().size();
        }
        Set<String> held = from.polling().held();
        return tallies.entrySet().stream()
                .map(each -> row(each.getKey(), each.getValue(), held.contains(each.getKey())))
                .toList();
    }

    private static String subscription(String key) {
        String[] parts = key.split("/", 4);
        return parts.length > 2 ? parts[2] : "";
    }

    private Row row(String id, Tally tally, boolean isHeld) {
        return new Row(
                id,
                from.owner(id),
                isHeld ? Optional.of(budget(id)) : Optional.empty(),
                tally.resources,
                tally.failing,
                tally.incidents);
    }

    private BudgetLeft budget(String id) {
        return new BudgetLeft(
                from.polling().budgetLeft(id, Budget.Kind.READS), from.polling().budgetLeft(id, Budget.Kind.WRITES));
    }
}
