package io.armwatch.poll.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.known.Digest;
import io.armwatch.poll.retry.OutageTracker;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With two confirmations. */
class ReconciliationTest extends ReconciliationFixture {
    private static final String ELSEWHERE = "/subscriptions/7b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1";

    private static final Source CERTIFICATES = Sources.all().stream()
            .filter(each -> each.name().equals("batch-certificate"))
            .findFirst()
            .orElseThrow();

    private long nanos;

    private Reconciliation watching(String... scopes) throws InvalidScopeException {
        ScopeCoverage coverage = ScopeCoverage.of(plan(scopes), false);
        return new Reconciliation(cache, () -> coverage, 2, CLOCK, () -> nanos);
    }

    private static List<String> ids(List<Observation> observations) {
        return observations.stream()
                .map(each -> ((Unwatched) each).target().id().text())
                .toList();
    }

    @Test
    void what_no_scope_covers_is_unwatched_after_the_confirmations_and_until_it_is_forgotten() throws Exception {
        Target out = knows("maps-keys", MAPS + "Out");
        knows("maps-keys", MAPS + "in");
        Reconciliation reconciliation = watching(MAPS + "in");

        assertThat(reconciliation.review("maps-keys")).isEmpty();
        assertThat(reconciliation.review("maps-keys")).containsExactly(new Unwatched(out, 3, ScanFixtures.NOON));
        assertThat(reconciliation.review("maps-keys")).as("not accepted yet").hasSize(1);
        store.forget(out.key());
        assertThat(reconciliation.review("maps-keys")).isEmpty();
    }

    @Test
    void known_states_in_azure_subscriptions_without_a_scope_are_reviewed_too() throws Exception {
        knows("maps-keys", ELSEWHERE + "/providers/Microsoft.Maps/accounts/out");
        Reconciliation reconciliation = watching(GROUP + "/");

        reconciliation.review("maps-keys");
        assertThat(reconciliation.review("maps-keys")).hasSize(1);
        assertThat(reconciliation.review("batch-account")).isEmpty();
    }

    @Test
    void every_form_of_scope_covers_what_it_covers_and_no_more() throws Exception {
        List<String> all = List.of(
                MAPS + "a",
                BATCH + "acct",
                BATCH + "other",
                BATCH + "acct/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e");
        for (String id : all) {
            knows(source(id), id);
        }
        Map<String, List<String>> uncovered = Map.of(
                SUB,
                List.of(),
                GROUP + "/",
                List.of(),
                SUB + "/resourceGroups/other/",
                all,
                SUB + "/providers/Microsoft.Batch/batchAccounts/*",
                List.of(all.get(0), all.get(3)),
                BATCH + "acct/certificates/*",
                all.subList(0, 3),
                BATCH + "*/certificates/*",
                all.subList(0, 3),
                BATCH + "OTHER",
                List.of(all.get(0), all.get(1), all.get(3)));
        for (var expected : uncovered.entrySet()) {
            Reconciliation reconciliation = watching(expected.getKey());
            List<String> found = new ArrayList<>();
            for (String source : List.of("maps-keys", "batch-account", "batch-certificate", "apim-subscription")) {
                reconciliation.review(source);
                found.addAll(ids(reconciliation.review(source)));
            }
            assertThat(found).as(expected.getKey()).containsExactlyInAnyOrderElementsOf(expected.getValue());
        }
    }

    private static String source(String id) {
        return id.startsWith(MAPS)
                ? "maps-keys"
                : id.contains("/certificates/") ? "batch-certificate" : "batch-account";
    }

    @Test
    void confirmations_start_again_after_a_gap_and_sources_of_other_versions_are_left_alone() throws Exception {
        store.put(
                (GROUP + "/providers/Microsoft.Other/things/a").toLowerCase(Locale.ROOT),
                "{\"revision\":1}".getBytes(UTF_8));
        Target out = knows("maps-keys", MAPS + "out");
        Reconciliation reconciliation = watching(BATCH + "acct");

        reconciliation.review("maps-keys");
        store.held(false);
        knows("maps-keys", MAPS + "another"); // so that all is looked through again
        reconciliation.review("maps-keys");
        store.held(true);
        store.forget(target("maps-keys", MAPS + "another").key());
        assertThat(reconciliation.review("maps-keys")).as("counts anew").isEmpty();
        assertThat(reconciliation.review("maps-keys")).hasSize(1);
        assertThat(store.get(out)).isPresent();
    }

    @Test
    void what_is_gone_is_forgotten_after_an_hour_unless_a_scope_names_it() throws Exception {
        Target gone = knows(target("maps-keys", MAPS + "gone"), false, Optional.empty());
        Target named = knows(target("batch-account", BATCH + "named"), false, Optional.empty());
        Reconciliation reconciliation = watching(GROUP + "/providers/Microsoft.Maps/accounts/*", BATCH + "named");

        assertThat(reconciliation.review("maps-keys")).isEmpty();
        reconciliation.review("batch-account");
        nanos = ChangeDetection.RETENTION.minusSeconds(1).toNanos();
        assertThat(reconciliation.review("maps-keys")).isEmpty();
        nanos = ChangeDetection.RETENTION.toNanos();
        assertThat(reconciliation.review("maps-keys")).containsExactly(new Unwatched(gone, 3, ScanFixtures.NOON));
        assertThat(reconciliation.review("batch-account")).as("of %s", named).isEmpty();
    }

    @Test
    void the_outage_of_a_list_ends_when_its_parent_is_missing_in_enough_scans() throws Exception {
        Target list = knows(
                Sources.listTarget(CERTIFICATES, ArmId.of(BATCH + "gone/certificates")),
                false,
                Optional.of(new Outage(Reason.FORBIDDEN, ScanFixtures.NOON, 1)));
        Reconciliation reconciliation = watching(GROUP + "/");

        reconciliation.review("batch-certificate");
        assertThat(reconciliation.review("batch-certificate")).isEmpty();
        reconciliation.noteParent(list, false);
        reconciliation.noteParent(list, true);
        reconciliation.noteParent(list, false);
        reconciliation.review("batch-certificate");
        assertThat(reconciliation.review("batch-certificate"))
                .as("once in a row")
                .isEmpty();
        reconciliation.noteParent(list, false);
        reconciliation.review("batch-certificate");
        assertThat(reconciliation.review("batch-certificate")).hasSize(1);
    }

    @Test
    void the_cache_keeps_only_states_of_held_partitions() throws Exception {
        Target target = knows("maps-keys", MAPS + "a");
        cache.markUnchanged(
                cache.recall(target).orElseThrow(), Digest.of(new byte[] {1}), Optional.empty(), ScanFixtures.NOON);
        cache.forgetElsewhere();
        assertThat(cache.size()).isEqualTo(1);
        store.held(false);
        cache.forgetElsewhere();
        assertThat(cache.size()).isZero();
    }

    @Test
    void outages_and_backoff_of_resources_held_elsewhere_are_forgotten() {
        OutageTracker outages = new OutageTracker();
        outages.countFailures("/subscriptions/a/x", Reason.TIMEOUT, 1);
        outages.countFailures("/subscriptions/b/x", Reason.TIMEOUT, 1);
        outages.keep(key -> key.startsWith("/subscriptions/b/"));
        assertThat(outages.end("/subscriptions/a/x")).isEmpty();
        assertThat(outages.end("/subscriptions/b/x")).isPresent();

        PollBackoff backoff = new PollBackoff(new Schedules(Map.of("maps-keys", "0 0 * * * ?")), CLOCK, () -> 0);
        backoff.backOff("/subscriptions/a/x", "maps-keys", true, Optional.of(Duration.ofHours(1)));
        assertThat(backoff.isBackedOff("/subscriptions/a/x")).isTrue();
        backoff.keep(key -> false);
        assertThat(backoff.isBackedOff("/subscriptions/a/x")).isFalse();
    }

    @Test
    void a_resource_that_always_failed_and_is_missing_from_two_complete_lists_is_unwatched() throws Exception {
        Reconciliation reconciliation = watching(SUB);
        Target failing = store.knowsFailing(target("batch-account", BATCH + "never-seen"));
        reconciliation.markOrphan(failing.key());
        assertThat(reconciliation.review("batch-account")).isEmpty();
        reconciliation.markOrphan(failing.key());
        assertThat(reconciliation.review("batch-account")).isEmpty();

        assertThat(reconciliation.review("batch-account"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unwatched.class, ended -> assertThat(ended.target()).isEqualTo(failing));
    }

    /** What was seen meanwhile is gone only when ARM says so. */
    @Test
    void a_resource_that_was_seen_is_never_unwatched_because_lists_miss_it() throws Exception {
        Reconciliation reconciliation = watching(SUB);
        Target seen = knows("batch-account", BATCH + "seen");
        for (int scan = 0; scan < 4; scan++) {
            reconciliation.markOrphan(seen.key());
            assertThat(reconciliation.review("batch-account")).isEmpty();
        }
    }

    /** A late observation must not bring it back: like all others, it stays known for an hour. */
    @Test
    void a_resource_that_only_ever_failed_is_not_forgotten_as_soon_as_its_outage_has_ended() throws Exception {
        Reconciliation reconciliation = watching(SUB);
        Target failing = store.knowsFailing(target("batch-account", BATCH + "never-seen"));
        reconciliation.markOrphan(failing.key());
        reconciliation.markOrphan(failing.key());
        reconciliation.review("batch-account");
        assertThat(reconciliation.review("batch-account")).hasSize(1);
        knows(failing, false, Optional.empty());

        assertThat(reconciliation.review("batch-account")).isEmpty();
        assertThat(reconciliation.review("batch-account")).isEmpty();
    }
}
