package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.estate.SimulatedCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One service, and resources of its own for each test of {@link EventsContract}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventsContractFixture {
    static final byte[] NO_CERTIFICATE = "this is no certificate".getBytes(UTF_8);

    final EventFormatCheck mode;

    final TestResources resources = new TestResources();

    final String primary = resources.maps("primary");

    final String secondary = resources.maps("secondary");

    final String both = resources.maps("both");

    final String synchronised = resources.batch("synchronised");

    final String encrypted = resources.batch("encrypted");

    final String tagged = resources.batch("tagged");

    final String deleted = resources.batch("deleted");

    final String returning = resources.batch("returning");

    final String forbidden = resources.batch("forbidden");

    final String failing = resources.certificate(tagged);

    final String recovering = resources.certificate(tagged);

    final String mismatched = tagged + "/certificates/sha1-0123456789abcdef0123456789abcdef01234567";

    final String unreadable = resources.missing(tagged + "/certificates/sha1-" + sha1(NO_CERTIFICATE));

    /** Expires in five days. */
    final SimulatedCertificate ending = SimulatedCertificate.of(
            4711, Instant.parse("2020-01-01T00:00:00Z"), Instant.now().plus(Duration.ofDays(5)));

    final String expiring = tagged + "/certificates/" + ending.name();

    final String due = resources.apim("due");

    final String suspended = resources.apim("suspended");

    final String rotated = resources.apim("rotated");

    @SuppressWarnings("NullAway.Init")
    SimulatedAzure azure;

    @SuppressWarnings("NullAway.Init")
    ArmwatchFixture armwatch;

    EventsContractFixture(EventFormatCheck mode) {
        this.mode = mode;
        resources
                .certificate(tagged, mismatched.substring(mismatched.lastIndexOf('/') + 1))
                .put("publicData", ReceivedEvent.json(certificateOf(failing)).asText());
        resources.certificate(tagged, ending.name()).put("publicData", ending.publicData());
    }

    static byte[] certificateOf(String id) {
        var certificate = SimulatedCertificate.of(
                id.length(), Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2045-01-01T00:00:00Z"));
        return ("\"" + certificate.publicData() + "\"").getBytes(UTF_8);
    }

    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void start() {
        azure = SimulatedAzure.with(resources);
        armwatch = new ArmwatchFixture(azure.uri(), resources.watched())
                .with("armwatch.apim.keys", "true")
                .with("armwatch.events.mode", mode == EventFormatCheck.BINARY ? "binary" : "structured");
        armwatch.start();
        for (String id : resources.watched()) {
            armwatch.reader().await(id.equals(unreadable) ? "poll.failed" : "resource.discovered", id);
        }
    }

    @AfterAll
    void stop() {
        armwatch.close();
        azure.close();
    }

    ReceivedEvent told(String type, String id) {
        ReceivedEvent told = armwatch.reader().await(type, id);
        mode.check(told, armwatch.name(), id);
        return told;
    }

    JsonNode properties(String id) {
        return ReceivedEvent.json(azure.simulator().body(id).getBytes(UTF_8)).get("properties");
    }

    void agrees(ReceivedEvent told, String id, long revision) {
        KnownStateCheck.checkBody(
                revision(told, id, revision), id, azure.simulator().body(id));
    }

    JsonNode revision(ReceivedEvent told, String id, long revision) {
        assertThat(told.attribute("id")).isEqualTo(EventFormatCheck.id(told, revision));
        return known(KnownStateCheck.key(id), revision);
    }

    JsonNode known(String key, long revision) {
        return Awaitility.await("revision " + revision + " of " + key)
                .pollInSameThread()
                .until(
                        () -> armwatch.reader().known(key),
                        known ->
                                known.isPresent() && known.get().get("revision").asLong() == revision)
                .orElseThrow();
    }

    /** The known state once all observations are processed. */
    JsonNode known(String key) {
        armwatch.processedEvents();
        return armwatch.reader().known(key).orElseThrow();
    }
}
