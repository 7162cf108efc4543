package io.armwatch.poll.tenant;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.config.Settings;
import io.armwatch.poll.plan.CurrentPlan;
import io.armwatch.poll.retry.RetryAfterGate;
import io.armwatch.poll.retry.RetryPolicy;
import io.armwatch.poll.tenant.SubscriptionLists.UnreadableListException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** Checks that the lists of the tenant can be read, and adds what they hold to a plan. */
public final class TenantProbe {
    private final SubscriptionLists lists;

    public TenantProbe(Settings settings) {
        this.lists = new SubscriptionLists(
                settings.azure().endpoint(),
                Budget.ofUnknownBalance(settings.azure().budgetShare(), System::nanoTime),
                new RetryAfterGate(System::nanoTime),
                new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble()),
                Clock.systemUTC());
    }

    /**
     * The result for one scope of the tenant.
     *
     * @param scope with the number of Azure subscriptions that were found
     * @param problem why the list cannot be read, and what to do
     */
    public record Result(String scope, Optional<String> problem) {}

    /** Reads the lists of a plan. The plan holds the Azure subscriptions after that. */
    public List<Result> probe(CurrentPlan plan, ArmClient arm) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        Set<String> found = new TreeSet<>();
        try (CloseableHttpClient client = arm.client()) {
            for (Tenant scope : plan.tenants()) {
                results.add(probe(scope, client, found));
            }
        }
        plan.watch(found, Set.of());
        return results;
    }

    private Result probe(Tenant scope, CloseableHttpClient client, Set<String> found) throws InterruptedException {
        try {
            Set<String> subscriptions = lists.read(scope, client);
            found.addAll(subscriptions);
            Optional<String> problem = subscriptions.isEmpty()
                    ? Optional.of(
                            "armwatch's identity can read no Azure subscription there: give it the role that the README describes")
                    : Optional.empty();
            return new Result(scope.text() + ", " + subscriptions.size() + " Azure subscriptions", problem);
        } catch (UnreadableListException e) {
            return new Result(scope.text(), Optional.of(TenantReport.sentence(scope, e.failure())));
        }
    }
}
