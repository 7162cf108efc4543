package io.armwatch.poll.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Target;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.scan.LostStateRecovery;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.poll.scan.ScanRun;
import java.util.List;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** After known states were lost: what the published ones say of resources that no scan sees. */
class LostStateRecoveryTest extends ReconciliationFixture {
    /** The row of a resource that is neither known nor met by the first scan. */
    @Test
    void a_published_state_is_recalled_if_the_first_scan_misses_it_or_no_scope_covers_it() throws Exception {
        String row = """
                {"resourceId":"%s","resourceType":"t","source":"maps-keys","revision":9,
                 "observedAt":"2026-11-20T00:00:00Z","state":{"a":"b"}}""";
        for (String name : List.of("met", "Gone", "known")) {
            store.publishes(
                    target("maps-keys", MAPS + name).key(),
                    row.formatted(MAPS + name).getBytes(UTF_8));
        }
        store.publishes(
                target("batch-account", BATCH + "out").key(),
                row.formatted(BATCH + "out").getBytes(UTF_8));
        knows("maps-keys", MAPS + "known");
        ScanPlan plan = plan(GROUP + "/providers/Microsoft.Maps/accounts/*");
        LostStateRecovery recovery =
                new LostStateRecovery(cache, () -> plan, () -> ScopeCoverage.of(plan, false), CLOCK);

        assertThat(recovery.load())
                .singleElement()
                .isInstanceOfSatisfying(
                        Recalled.class,
                        each -> assertThat(each.target().id().text()).isEqualTo(BATCH + "out"));
        Scan scan = new Scan(
                new ScanRun("maps-keys", SUB, ScanFixtures.NOON, 0, true),
                plan.all().get(0),
                new ScanHistory());
        scan.markSeen(target("maps-keys", MAPS + "met").key());
        assertThat(recovery.confirm(scan)).singleElement().isInstanceOfSatisfying(Recalled.class, each -> {
            assertThat(each.target().id().text()).isEqualTo(MAPS + "Gone");
            assertThat(each.basedOn()).isZero();
            assertThat(each.seenAt()).isEqualTo("2026-11-20T00:00:00Z");
        });
        assertThat(recovery.confirm(scan)).as("it may not have reached Kafka").hasSize(1);
        assertThat(recovery.retry()).as("neither may this one").hasSize(1);
        knows("maps-keys", MAPS + "Gone");
        knows("batch-account", BATCH + "out");
        assertThat(recovery.confirm(scan)).isEmpty();
        assertThat(recovery.retry()).isEmpty();
    }

    @Test
    void an_unreadable_topic_of_known_states_is_read_later() throws Exception {
        Target out = target("batch-account", BATCH + "out");
        store.publishes(out.key(), """
                {"resourceId":"%s","resourceType":"t","source":"batch-account","revision":9,
                 "observedAt":"2026-11-20T00:00:00Z","state":{"a":"b"}}""".formatted(out.id().text()).getBytes(UTF_8));
        ScanPlan plan = plan(GROUP + "/providers/Microsoft.Maps/accounts/*");
        LostStateRecovery recovery =
                new LostStateRecovery(cache, () -> plan, () -> ScopeCoverage.of(plan, false), CLOCK);
        store.failOnce(new TopicAuthorizationException("azure.known-states"));
        assertThat(recovery.load()).isEmpty();

        assertThat(recovery.retry()).singleElement().isInstanceOf(Recalled.class);
    }

    private static final String ROW = """
            {"resourceId":"%s","resourceType":"t","source":"maps-keys","revision":9,
             "observedAt":"2026-11-20T00:00:00Z","state":{"a":"b"}}""";

    private LostStateRecovery afterTheLossOf(String name, String row) throws Exception {
        store.publishes(
                target("maps-keys", MAPS + name).key(),
                row.formatted(MAPS + name).getBytes(UTF_8));
        ScanPlan plan = plan(GROUP + "/providers/Microsoft.Maps/accounts/*");
        LostStateRecovery recovery =
                new LostStateRecovery(cache, () -> plan, () -> ScopeCoverage.of(plan, false), CLOCK);
        recovery.load();
        return recovery;
    }

    private Scan scan() throws Exception {
        ScanPlan plan = plan(GROUP + "/providers/Microsoft.Maps/accounts/*");
        return new Scan(
                new ScanRun("maps-keys", SUB, ScanFixtures.NOON, 0, true),
                plan.all().get(0),
                new ScanHistory());
    }

    /** Each recall reads the whole topic. */
    @Test
    void a_row_that_never_becomes_known_is_recalled_five_times_and_not_for_ever() throws Exception {
        LostStateRecovery recovery = afterTheLossOf("refused", ROW);

        for (int recall = 0; recall < 5; recall++) {
            assertThat(recovery.confirm(scan())).hasSize(1);
        }
        assertThat(recovery.confirm(scan())).isEmpty();
    }

    @Test
    void a_row_that_cannot_be_read_is_asked_for_once() throws Exception {
        LostStateRecovery recovery = afterTheLossOf("odd", "not JSON");
        assertThat(recovery.confirm(scan())).isEmpty();
        store.failOnce(new IllegalStateException("the topic is not read again"));

        assertThat(recovery.confirm(scan())).isEmpty();
    }

    /** As where the list holds an account whose keys may not be read, and the account is deleted later. */
    @Test
    void a_row_whose_resource_was_seen_but_could_not_be_polled_stays_in_question() throws Exception {
        LostStateRecovery recovery = afterTheLossOf("forbidden", ROW);
        Scan sees = scan();
        sees.markSeen(target("maps-keys", MAPS + "forbidden").key());
        assertThat(recovery.confirm(sees)).isEmpty();

        assertThat(recovery.confirm(scan())).singleElement().isInstanceOf(Recalled.class);
    }
}
