package io.armwatch.poll.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.DefaultSchedules;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Known states, and plans of what to scan. */
abstract class ReconciliationFixture {
    static final String SUB = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";

    static final String GROUP = SUB + "/resourceGroups/rg1";

    static final String MAPS = GROUP + "/providers/Microsoft.Maps/accounts/";

    static final String BATCH = GROUP + "/providers/Microsoft.Batch/batchAccounts/";

    static final Clock CLOCK = Clock.fixed(ScanFixtures.NOON, ZoneOffset.UTC);

    final InMemoryStateStore store = new InMemoryStateStore();

    final KnownStateCache cache = new KnownStateCache(store);

    static ScanPlan plan(String... scopes) throws InvalidScopeException {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
        List<Scope> parsed = new ArrayList<>();
        for (String scope : scopes) {
            parsed.add(parser.parse(scope, parsed.size() + 1));
        }
        return ScanPlan.of(new Settings.Watch(parsed, DefaultSchedules.ALL, true, 1, Fingerprints.sha256()));
    }

    static Target target(String source, String id) {
        return new Target(source, ArmId.of(id), "");
    }

    Target knows(Target target, boolean there, Optional<Outage> outage) {
        store.put(
                target.key(),
                Json.write(new KnownState(
                        target,
                        Optional.of(ScanFixtures.NOON),
                        3,
                        target.isList() ? Optional.empty() : Optional.of(ScanFixtures.NOON),
                        there
                                ? Optional.of(
                                        JsonNodeFactory.instance.objectNode().put("a", "b"))
                                : Optional.empty(),
                        !there && !target.isList(),
                        0,
                        outage,
                        List.of())));
        return target;
    }

    Target knows(String source, String id) {
        return knows(target(source, id), true, Optional.empty());
    }
}
