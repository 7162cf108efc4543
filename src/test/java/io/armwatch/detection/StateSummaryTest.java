package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.TWO_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Expiry;
import io.armwatch.change.Incident;
import io.armwatch.change.Reason;
import io.armwatch.change.TimePolicy;
import io.armwatch.source.PolledResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What metrics count of known states. */
class StateSummaryTest {
    private static final ObjectNode READABLE = RandomAnswers.READABLE;
    private static final PolledResource CERTIFICATE =
            PolledResource.of("batch-certificate", READABLE.get("id").textValue());
    private static final Instant END = Instant.parse("2036-11-18T19:57:47Z");

    private TopologyFixture process = new TopologyFixture(false, 1, TimePolicy.DEFAULT, END.minus(Duration.ofDays(10)));

    @AfterEach
    void close() {
        process.close();
    }

    private List<StateSummary> summaries() {
        return process.states(1).summaries().toList();
    }

    private void restart() {
        TopologyFixture before = process;
        process = before.restarted(TimePolicy.DEFAULT, before.now());
        before.close();
    }

    @Test
    void a_certificate_has_its_expiry_and_its_open_incident_also_after_a_restart() throws Exception {
        process.send(process.seen(CERTIFICATE, READABLE));

        List<StateSummary> seen = summaries();
        assertThat(seen).singleElement().satisfies(summary -> {
            assertThat(summary.source()).isEqualTo("batch-certificate");
            assertThat(summary.resource()).isTrue();
            assertThat(summary.incidents()).containsExactly(Incident.EXPIRING);
            assertThat(summary.expiries()).containsExactly(new Expiry(Expiry.CERTIFICATE, END));
        });
        restart();
        assertThat(summaries())
                .as("before it was examined")
                .extracting(StateSummary::source, StateSummary::resource)
                .containsExactly(tuple("batch-certificate", true));
        process.advance(Duration.ofSeconds(11));
        assertThat(summaries()).isEqualTo(seen);
    }

    @Test
    void an_outage_is_open_until_it_ends_also_after_a_restart() throws Exception {
        process.send(process.seen(KEYS, TWO_KEYS));
        process.send(process.failed(KEYS, Reason.FORBIDDEN));
        assertThat(summaries())
                .singleElement()
                .satisfies(summary -> assertThat(summary.outage()).contains(Reason.FORBIDDEN));
        restart();
        process.advance(Duration.ofSeconds(11));
        assertThat(summaries())
                .singleElement()
                .satisfies(summary -> assertThat(summary.outage()).contains(Reason.FORBIDDEN));
        process.send(process.seen(KEYS, TWO_KEYS));

        assertThat(summaries()).singleElement().satisfies(summary -> {
            assertThat(summary.resource()).isTrue();
            assertThat(summary.outage()).isEmpty();
        });
    }

    @Test
    void an_outage_of_what_was_never_seen_is_found_again_after_a_restart() throws Exception {
        process.send(process.failed(KEYS, Reason.FORBIDDEN));
        restart();
        process.advance(Duration.ofSeconds(11));

        assertThat(summaries()).singleElement().satisfies(summary -> {
            assertThat(summary.resource()).isFalse();
            assertThat(summary.outage()).contains(Reason.FORBIDDEN);
        });
    }

    @Test
    void a_deleted_resource_is_none() throws Exception {
        process.send(process.seen(KEYS, TWO_KEYS));
        process.send(process.absent(KEYS));

        assertThat(summaries())
                .singleElement()
                .satisfies(summary -> assertThat(summary.resource()).isFalse());
    }
}
