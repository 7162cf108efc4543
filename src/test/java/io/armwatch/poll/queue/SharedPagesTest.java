package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.config.Settings;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.queue.SharedPages.Page;
import io.armwatch.poll.queue.SharedPages.Turn;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.source.DefaultSchedules;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPagesTest {
    private static final String SUBSCRIPTION = "/subscriptions/11111111-1111-1111-1111-111111111111";
    private static final ArmId ACCOUNTS = ArmId.of(SUBSCRIPTION + "/providers/Microsoft.Batch/batchAccounts");
    private static final String QUERY = "api-version=2024-07-01";
    private static final Instant TICK = ScanFixtures.NOON;

    private long nanos;
    private final ScanPlan plan = plan(SUBSCRIPTION);
    private final SharedPages pages = new SharedPages(() -> plan, () -> nanos);

    private static ScanPlan plan(String... scopes) {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .flatMap(source -> source.types().stream())
                .distinct()
                .toList());
        List<Scope> parsed = new ArrayList<>();
        for (String scope : scopes) {
            try {
                parsed.add(parser.parse(scope, parsed.size() + 1));
            } catch (InvalidScopeException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return ScanPlan.of(new Settings.Watch(parsed, DefaultSchedules.ALL, false, 1, Fingerprints.sha256()));
    }

    /** A request for the list of accounts by a scan that began now. */
    private ArmRequest request(String source) {
        Part part = plan.parts(source).values().iterator().next().get(0);
        ScanRun run = new ScanRun(source, part.id().subscriptionId(), TICK.plusNanos(nanos), 0, true).begunAt(nanos);
        return ScanFixtures.first(new Scan(run, part, new ScanHistory()));
    }

    private Turn turn(String source) {
        return pages.turn(request(source), QUERY);
    }

    private Page page() {
        return new Page(new byte[10], TICK, 7, "id");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void the_second_source_waits_for_the_answer_to_the_first_and_gets_it() {
        Turn first = turn("batch-account");
        assertThat(first.claim()).isPresent();
        assertThat(turn("batch-certificate").waits()).isTrue();
        Page page = page();

        first.claim().orElseThrow().publish(page);

        assertThat(turn("batch-certificate").page()).containsSame(page);
        assertThat(pages.size()).as("what is kept after the last reader").isZero();
        assertThat(pages.oldestMoment()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_source_never_gets_its_own_answer_again() {
        turn("batch-account").claim().orElseThrow().publish(page());

        assertThat(turn("batch-account").claim()).isPresent();
    }

    @Test
    void an_answer_that_was_requested_before_the_tick_of_a_scan_is_too_old_for_it() {
        turn("batch-account").claim().orElseThrow().publish(page());

        pass(Duration.ofSeconds(1));

        assertThat(turn("batch-certificate").claim()).isPresent();
    }

    @Test
    void an_answer_of_the_same_second_serves_a_scan_that_began_a_little_later() {
        turn("batch-account").claim().orElseThrow().publish(page());

        pass(Duration.ofMillis(999));

        assertThat(turn("batch-certificate").page()).isPresent();
    }

    @Test
    void an_answer_is_dropped_after_a_minute() {
        ArmRequest late = request("batch-certificate");
        turn("batch-account").claim().orElseThrow().publish(page());
        assertThat(pages.oldestMoment()).isEqualTo(7);

        pass(Duration.ofSeconds(61));

        assertThat(pages.oldestMoment()).isEqualTo(Long.MAX_VALUE);
        assertThat(pages.size()).isZero();
        assertThat(pages.turn(late, QUERY).claim()).isPresent();
    }

    @Test
    void after_a_failure_the_next_source_sends_its_own_request() {
        Turn first = turn("batch-account");
        assertThat(turn("batch-certificate").waits()).isTrue();

        first.claim().orElseThrow().release();

        assertThat(turn("batch-certificate").claim()).isPresent();
    }

    @Test
    void another_query_is_another_page() {
        turn("batch-account").claim().orElseThrow().publish(page());

        assertThat(pages.turn(request("batch-certificate"), "api-version=2025-06-01")
                        .claim())
                .isPresent();
    }

    @Test
    void pages_beyond_the_limit_are_not_kept() {
        turn("batch-account")
                .claim()
                .orElseThrow()
                .publish(new Page(new byte[SharedPages.MOST_BYTES + 1], TICK, 7, "id"));

        assertThat(turn("batch-certificate").page()).isEmpty();
    }

    @Test
    void a_list_of_one_source_is_not_shared() {
        assertThat(turn("maps-keys")).isEqualTo(Turn.ALONE);
    }

    @Test
    void the_readers_of_a_list_are_the_sources_whose_scopes_need_it() {
        assertThat(plan.readers(ACCOUNTS)).containsExactly("batch-account", "batch-certificate");
        ArmId ofGroup = ArmId.of(SUBSCRIPTION + "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts");
        assertThat(plan.readers(ofGroup)).as("of a narrower scope").isEmpty();
        ArmId certificates = ArmId.of(ofGroup.text() + "/one/certificates");
        assertThat(plan.readers(certificates)).containsExactly("batch-certificate");
        assertThat(plan(ofGroup.text() + "/*", certificates.text() + "/*").readers(ofGroup))
                .containsExactly("batch-account");
    }
}
