package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.CONTRACT;
import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.ROTATED;
import static io.armwatch.detection.DetectionExamples.SUBSCRIPTION;
import static io.armwatch.detection.DetectionExamples.TWO_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.change.TimePolicy;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time alone reports from the known states, while nothing is observed. */
class PassageOfTimeTest {
    private static final ObjectNode READABLE = RandomAnswers.READABLE;
    private static final PolledResource CERTIFICATE =
            PolledResource.of("batch-certificate", READABLE.get("id").textValue());
    private static final Instant END = Instant.parse("2036-11-18T19:57:47Z");
    private static final TimePolicy NINETY = new TimePolicy(List.of(30, 14, 7, 1), Optional.of(90));

    private TopologyFixture process = at(40, TimePolicy.DEFAULT);
    private final Set<String> ids = new HashSet<>();

    private static TopologyFixture at(int daysBefore, TimePolicy policy) {
        return new TopologyFixture(false, 1, policy, END.minus(Duration.ofDays(daysBefore)));
    }

    @AfterEach
    void close() {
        process.close();
    }

    /** Ends the process and starts another one, whose clock says that this many days are left. */
    private void restart(double daysBefore, TimePolicy policy) {
        TopologyFixture before = process;
        process = before.restarted(policy, END.minus(Duration.ofMinutes(Math.round(daysBefore * 24 * 60))));
        before.close();
        process.advance(Duration.ofSeconds(11));
    }

    /** What was published since the last call, as type and tier; each id once. */
    private List<String> reported() {
        List<String> reported = new ArrayList<>();
        for (OutputRecord event : process.events()) {
            assertThat(ids.add(event.json().get("id").textValue()))
                    .as("%s", event)
                    .isTrue();
            String tier = event.json().at("/data/tier").asText();
            reported.add(event.type() + (tier.isEmpty() ? "" : " " + tier));
        }
        return reported;
    }

    private List<String> after(Duration time) {
        process.advance(time);
        return reported();
    }

    @Test
    void every_tier_is_reported_once_while_azure_is_away() throws Exception {
        process.knows(CERTIFICATE, READABLE);
        process.send(process.failed(CERTIFICATE, Reason.UNREACHABLE));
        assertThat(reported()).containsExactly("poll.failed");

        List<String> all = new ArrayList<>();
        for (int hour = 0; hour < 45 * 24; hour++) {
            all.addAll(after(Duration.ofHours(1)));
        }

        assertThat(all)
                .containsExactly(
                        "certificate.expiring 30",
                        "certificate.expiring 14",
                        "certificate.expiring 7",
                        "certificate.expiring 1",
                        "certificate.expired 0");
        process.send(process.absent(CERTIFICATE));
        assertThat(reported()).containsExactly("certificate.recovered", "resource.deleted", "poll.recovered");
    }

    @Test
    void what_is_seen_long_after_the_start_is_due_as_well_until_it_is_gone() throws Exception {
        process.advance(Duration.ofDays(1));
        process.knows(CERTIFICATE, READABLE);
        assertThat(after(Duration.ofDays(10))).containsExactly("certificate.expiring 30");

        process.send(process.seen(CERTIFICATE, OfficialExample.with(READABLE, "/properties/format", "Cer")));
        assertThat(reported()).containsExactly("resource.changed");
        assertThat(after(Duration.ofDays(20))).containsExactly("certificate.expiring 14");
        process.send(process.unwatched(CERTIFICATE));
        assertThat(reported()).containsExactly("certificate.recovered", "resource.unwatched");
        assertThat(after(Duration.ofDays(20))).isEmpty();
    }

    @Test
    void whatever_the_clock_does_and_however_often_it_restarts_nothing_is_reported_twice() throws Exception {
        process.knows(CERTIFICATE, READABLE);
        TimePolicy policy = TimePolicy.DEFAULT;

        restart(31, policy);
        assertThat(reported()).isEmpty();
        restart(29.5, policy);
        assertThat(reported()).containsExactly("certificate.expiring 30");
        restart(29.4, policy);
        restart(35, policy); // the clock steps back
        restart(29, policy);
        assertThat(reported()).isEmpty();
        restart(3, policy); // almost a month off line
        assertThat(reported()).containsExactly("certificate.expiring 7");
        restart(20, policy);
        assertThat(after(Duration.ofDays(18))).isEmpty();
        restart(3, new TimePolicy(List.of(60, 20, 7, 5, 1), Optional.empty()));
        assertThat(reported()).containsExactly("certificate.expiring 5");
        restart(3, policy);
        assertThat(after(Duration.ofDays(1))).isEmpty();
        assertThat(after(Duration.ofDays(60))).containsExactly("certificate.expired 0");
        restart(-1, policy);
        restart(-400, policy);
        assertThat(reported()).isEmpty();
    }

    @Test
    void what_time_reports_is_a_revision_of_the_known_state() throws Exception {
        process.knows(CERTIFICATE, READABLE);
        process.advance(Duration.ofDays(10).minusMinutes(2));
        Seen slow = process.seen(CERTIFICATE, OfficialExample.with(READABLE, "/properties/format", "Cer"));
        process.advance(Duration.ofMinutes(2));

        OutputRecord event = process.events().get(0);
        assertThat(event.json().get("subject").textValue()).isEqualTo("notAfter");
        assertThat(event.json().at("/data/revision").intValue()).isEqualTo(2);
        assertThat(event.json().at("/data/timeSource").textValue()).isEqualTo("observed");
        assertThat(event.json().at("/data/previouslyObservedAt").textValue())
                .isEqualTo(END.minus(Duration.ofDays(40)).toString());
        assertThat(process.states())
                .singleElement()
                .satisfies(
                        row -> assertThat(row.json().get("revision").intValue()).isEqualTo(2));
        process.send(slow);
        assertThat(process.count("stale")).isEqualTo(1);
        assertThat(process.deadLetters()).isEmpty();
    }

    @Test
    void after_an_expiry_the_event_s_time_is_that_of_the_expiry() throws Exception {
        process.knows(CERTIFICATE, READABLE);

        process.advance(Duration.ofDays(50));

        OutputRecord event = process.events().get(0);
        assertThat(event.json().get("time").textValue()).isEqualTo(END.toString());
        assertThat(event.json().at("/data/daysLeft").intValue()).isEqualTo(-10);
    }

    @Test
    void an_observation_reports_what_time_has_changed_beside_its_own_changes() throws Exception {
        process.knows(CERTIFICATE, READABLE);
        process.pass(Duration.ofDays(27)); // by the clock of who polls

        process.send(process.seen(CERTIFICATE, OfficialExample.with(READABLE, "/properties/format", "Cer")));

        List<OutputRecord> events = process.events();
        assertThat(events).extracting(OutputRecord::type).containsExactly("certificate.expiring", "resource.changed");
        assertThat(events)
                .extracting(event -> event.json().at("/data/revision").intValue())
                .containsExactly(2, 2);
    }

    @Test
    void data_that_is_no_certificate_any_more_ends_the_expiry_and_begins_an_incident_of_its_own() throws Exception {
        process.knows(CERTIFICATE, READABLE);
        assertThat(after(Duration.ofDays(20))).containsExactly("certificate.expiring 30");

        process.send(process.seen(CERTIFICATE, OfficialExample.with(READABLE, "/properties/publicData", "MIIC")));

        assertThat(reported()).containsExactly("certificate.unreadable", "certificate.recovered", "resource.changed");
    }

    @Test
    void a_key_becomes_overdue_once_and_recovers_beside_its_rotation() throws Exception {
        process.close();
        process = at(40, NINETY);
        ObjectNode keys = OfficialExample.with(
                TWO_KEYS, "/primaryKeyLastUpdated", process.now().toString());
        keys = OfficialExample.with(
                keys,
                "/secondaryKeyLastUpdated",
                process.now().minusSeconds(86_400).toString());
        process.send(process.seen(KEYS, keys));
        assertThat(reported()).containsExactly("resource.discovered");

        assertThat(after(Duration.ofHours(89 * 24 + 1))).containsExactly("key.rotation-overdue");
        assertThat(after(Duration.ofDays(1))).containsExactly("key.rotation-overdue");
        restart(-50, NINETY);
        assertThat(reported()).isEmpty();

        ObjectNode rotated = OfficialExample.with(keys, "/primaryKey", ROTATED.get("primaryKey"));
        process.send(process.seen(
                KEYS,
                OfficialExample.with(
                        rotated, "/primaryKeyLastUpdated", process.now().toString())));
        List<OutputRecord> events = process.events();
        assertThat(events).extracting(OutputRecord::type).containsExactly("key.rotated", "key.recovered");
        assertThat(events)
                .extracting(event -> event.json().get("subject").textValue())
                .containsOnly("primary");

        restart(-50, TimePolicy.DEFAULT); // without armwatch.key.max-age
        assertThat(process.events()).singleElement().satisfies(event -> {
            assertThat(event.json().get("subject").textValue()).isEqualTo("secondary");
            assertThat(event.json().at("/data/how").textValue()).isEqualTo("extended");
        });
        restart(-50, TimePolicy.DEFAULT);
        assertThat(reported()).isEmpty();
    }

    @Test
    void the_date_of_a_subscription_is_due_once_for_each_tier_and_ends_nothing() throws Exception {
        ObjectNode body = OfficialExample.with(CONTRACT, "/properties/expirationDate", END.toString());
        process.knows(SUBSCRIPTION, body);

        assertThat(after(Duration.ofDays(35))).containsExactly("subscription.expiry-due 7");
        process.send(process.seen(
                SUBSCRIPTION,
                OfficialExample.with(
                        body, "/properties/expirationDate", END.plusSeconds(1).toString())));
        assertThat(reported()).containsExactly("subscription.expiry-due 7");
        assertThat(after(Duration.ofDays(99))).containsExactly("subscription.expiry-due 0");
        process.send(process.absent(SUBSCRIPTION));
        assertThat(reported()).containsExactly("resource.deleted");
    }

    @Test
    void of_a_recalled_state_only_later_tiers_are_reported() throws Exception {
        process.pass(Duration.ofDays(35));
        process.send(new Recalled(
                TopologyFixture.target(CERTIFICATE),
                0,
                process.now(),
                CERTIFICATE.state(READABLE),
                END.minus(Duration.ofDays(100))));

        assertThat(reported()).isEmpty();
        restart(4, TimePolicy.DEFAULT);
        assertThat(reported()).isEmpty();
        restart(1, TimePolicy.DEFAULT);
        assertThat(reported()).containsExactly("certificate.expiring 1");
    }

    /** Written by the version before, which knew no deadlines. */
    @Test
    void a_state_of_the_version_before_is_read_and_its_present_tier_reported_once() throws Exception {
        process.send(
                process.seen(CERTIFICATE, OfficialExample.with(READABLE, "/properties/provisioningState", "Failed")));
        String key = TopologyFixture.target(CERTIFICATE).key();
        String stored = new String(Json.write(process.known(key).orElseThrow()), StandardCharsets.UTF_8);
        assertThat(stored).contains("deletion-failed").doesNotContain("\"due\"", "\"part\"");
        reported();

        restart(5, TimePolicy.DEFAULT);
        assertThat(reported()).containsExactly("certificate.expiring 7");
        process.send(process.absent(CERTIFICATE));
        assertThat(reported()).containsExactly("certificate.recovered", "certificate.recovered", "resource.deleted");
    }

    @Test
    void more_states_than_fit_into_a_batch_are_all_examined() throws Exception {
        int count = 2 * PassageOfTime.BATCH + 100;
        for (int i = 0; i < count; i++) {
            PolledResource each =
                    PolledResource.of("apim-subscription", SUBSCRIPTION.id().text() + i);
            process.knows(
                    each,
                    OfficialExample.with(
                            OfficialExample.with(CONTRACT, "/name", each.id().name()),
                            "/properties/expirationDate",
                            END.toString()));
        }
        TopologyFixture before = process;
        process = before.restarted(TimePolicy.DEFAULT, END.minus(Duration.ofDays(5)));
        before.close();

        List<Integer> reported = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            reported.add(after(Duration.ofMillis(200)).size());
        }

        assertThat(reported).containsExactly(PassageOfTime.BATCH, PassageOfTime.BATCH, 100, 0);
        assertThat(after(Duration.ofDays(4))).hasSize(PassageOfTime.BATCH);
        assertThat(after(Duration.ofSeconds(10))).hasSize(PassageOfTime.BATCH);
        assertThat(after(Duration.ofSeconds(10))).hasSize(100);
        assertThat(after(Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void a_state_that_cannot_be_read_stops_nothing() throws Exception {
        process.knows(CERTIFICATE, READABLE);
        KnownState known =
                process.known(TopologyFixture.target(CERTIFICATE).key()).orElseThrow();
        process.store("/a", "<html>");
        process.store(
                "/b", new String(Json.write(known), StandardCharsets.UTF_8).replace("batch-certificate\"", "later\""));

        restart(5, TimePolicy.DEFAULT);

        assertThat(reported()).containsExactly("certificate.expiring 7");
    }
}
