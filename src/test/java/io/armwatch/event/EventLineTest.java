package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.How;
import io.armwatch.change.Labels;
import io.armwatch.change.Target;
import io.armwatch.change.Timestamp;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLineTest {
    private static final DetectedChange ROTATION = EventExamples.of(EventExamples.MAPS, EventExamples.keyRotated());

    static Stream<DetectedChange> examples() {
        return EventExamples.all();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key.rotated                 | 19:40:01 key rotated myMapsAccount primary (rg1) 9f86d081884c7d65 -> 3fdba35f04dc8c46
                    key.synchronized            | 19:40:01 key synchronized sampleacct autoStorage (rg1) 2026-05-02T08:00:00Z -> 2026-11-21T19:40:01.123Z
                    key.expiring                | 19:42:07 key expiring myMapsAccount key1 (rg1) key: 2026-05-02T08:00:00Z, days left: 14
                    key.expired                 | 2026-05-02 key expired myMapsAccount key1 (rg1) secret: 2026-05-02T08:00:00Z, days left: -3
                    key.rotation-overdue        | 19:42:07 key rotation overdue myMapsAccount primary (rg1) rotated 2026-05-02T08:00:00Z, 203 days ago, allowed: 90
                    key.recovered               | 19:40:01 key recovered myMapsAccount primary (rg1) rotation-overdue: rotated
                    encryption-key.changed      | 19:42:07 encryption key changed sampleacct encryption (rg1) https://vault.vault.azure.net/keys/batch/1 -> https://vault.vault.azure.net/keys/batch/2
                    certificate.deletion-failed | 19:40:01 certificate deletion failed sampleacct/sha1-0a0e364aec8f1… (rg1) Deleting -> Failed: NodesReferencingCertificate
                    certificate.recovered       | 19:40:01 certificate recovered sampleacct/sha1-0a0e364aec8f1… (rg1) Failed -> Succeeded
                    certificate.unreadable      | 19:42:07 certificate unreadable sampleacct/sha1-0a0e364aec8f1… publicData (rg1) thumbprint-mismatch
                    certificate.refresh-failed  | 19:40:01 certificate refresh failed sampleacct/sha1-0a0e364aec8f1… keyVault (rg1) Forbidden: The identity may not read the secret.
                    certificate.expiring        | 19:42:07 certificate expiring sampleacct/sha1-0a0e364aec8f1… api.contoso… (rg… CN=api.contoso.com: 2026-05-02T08:00:00Z, days left: 14
                    certificate.expired         | 2026-05-02 certificate expired sampleacct/sha1-0a0e364aec8f1… api.contoso… (rg… CN=api.contoso.com: 2026-05-02T08:00:00Z, days left: -3
                    certificate.renewed         | 19:42:07 certificate renewed sampleacct/sha1-0a0e364aec8f1… api.contoso… (rg… 2026-05-02T08:00:00Z -> 2026-11-21T19:40:01.123Z
                    subscription.expiry-due     | 19:42:07 subscription expiry due apimService1/5931a75ae4bbd512 (rg1) active: 2026-11-21T19:40:01.123Z, days left: 7
                    azure-subscription.state-changed | 19:42:07 azure subscription state changed 6b1cf2d4-0c3e-4d5a-9f7b-2a1e8… Warned -> Disabled, named Production
                    subscription.state-changed  | 19:42:07 subscription state changed apimService1/5931a75ae4bbd512 (rg1) active -> suspended, named Starter: Invoice 17 is overdue
                    resource.discovered         | 19:42:07 resource discovered sampleacct (rg1) Microsoft.Batch/batchAccounts
                    resource.changed            | 19:42:07 resource changed sampleacct (rg1) /properties/publicNetworkAccess: Enabled -> Disabled; /tags/a~1b: none -> [1,{"b":true}]
                    resource.deleted            | 19:42:07 resource deleted sampleacct (rg1) Microsoft.Batch/batchAccounts
                    poll.failed                 | 19:42:07 poll failed sampleacct/sha1-0a0e364aec8f1… (rg1) batch-certificate: forbidden 403 AuthorizationFailed: The client has no right to this.
                    poll.recovered              | 19:42:07 poll recovered sampleacct/sha1-0a0e364aec8f1… (rg1) batch-certificate: had failed since 2026-11-21T19:27:00Z, attempts: 5
                    """)
    void a_line_says_when_what_which_resource_from_and_to(String type, String words) {
        assertThat(EventExamples.full()
                        .map(Events::of)
                        .filter(event -> event.getType().equals("io.armwatch." + type + ".v1"))
                        .map(event -> line(event).replaceAll(" +", " ")))
                .containsExactly(words);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void columns_stand_under_one_another(DetectedChange change) {
        String line = line(Events.of(change));

        assertThat(line.substring(10)).matches(" {2}\\S.{31} {2}\\S.*");
        assertThat(line.length() < 94 ? "  x" : line.substring(94)).matches(" {2}\\S.*");
    }

    @Test
    void an_incident_that_ends_without_a_state_says_how() {
        Change gone = new Change.CertificateRecovered(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "unreadable", How.DELETED);

        assertThat(line(Events.of(EventExamples.of(EventExamples.CERTIFICATE, gone))))
                .endsWith("  unreadable: deleted");
    }

    @Test
    void the_time_is_local_with_the_day_if_azure_names_another_one() {
        Change older = new Change.CertificateRecovered(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Timestamp("2026-11-18T03:12:55Z")),
                "deletion-failed",
                How.CANCELLED);

        assertThat(EventLine.of(Events.of(ROTATION), ZoneId.of("Asia/Tokyo"))).startsWith("04:40:01    key");
        assertThat(line(Events.of(EventExamples.of(EventExamples.CERTIFICATE, older))))
                .startsWith("2026-11-18  certificate");
    }

    @Test
    void a_list_a_subscription_and_a_second_endpoint_have_short_names_too() {
        Change failure = EventExamples.pollFailed("");
        Target secrets =
                new Target("apim-keys", EventExamples.target(EventExamples.APIM).id(), "/listsecrets");

        assertThat(line(Events.of(EventExamples.of(EventExamples.BATCH + "/certificates", failure))))
                .contains("  sampleacct/certificates (rg1)  ");
        assertThat(line(Events.of(EventExamples.of(EventExamples.SUBSCRIPTION, failure))))
                .contains("  6b1cf2d4-0c3e-4d5a-9f7b-2a1e8…  ");
        assertThat(line(Events.of(new DetectedChange(
                        secrets,
                        EventExamples.INCARNATION,
                        1,
                        EventExamples.OBSERVED,
                        Optional.empty(),
                        Labels.NONE,
                        failure))))
                .contains("  apimService1/5931a75ae4bbd512 listSecrets (rg1)  ");
    }

    /** ESC, CSI as C1, BEL, backspace, line breaks, bidi override, zero width, a tag character. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u009b31m",
                "\u0007",
                "\b\b",
                "a\r\nb",
                "\u2028",
                "\u202egnp",
                "\u200b",
                "\u007f",
                "\u0000",
                "\udb40\udc41",
                "\ud800"
            })
    void control_characters_in_an_event_do_not_reach_the_terminal(String hostile) {
        Stream<DetectedChange> attacks = Stream.of(
                EventExamples.of(EventExamples.APIM, EventExamples.stateChanged(hostile, hostile)),
                EventExamples.of(EventExamples.BATCH, EventExamples.pollFailed(hostile)),
                EventExamples.of(EventExamples.BATCH, EventExamples.resourceChanged(hostile)));
        CloudEvent unknown = CloudEventBuilder.v1(Events.of(ROTATION))
                .withType("evil." + hostile)
                .withSubject(hostile)
                .withData(("\"" + hostile + "\"").getBytes(StandardCharsets.UTF_8))
                .build();

        assertThat(Stream.concat(attacks.map(Events::of), Stream.of(renamed(hostile), unknown))
                        .map(EventLineTest::line))
                .hasSize(5)
                .noneMatch(line -> line.codePoints().anyMatch(EventLineTest::steers));
    }

    /** No ArmId is like that, but another producer's event may be. */
    private static CloudEvent renamed(String name) {
        CloudEvent event = Events.of(ROTATION);
        String data = new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
        String quoted = new TextNode(name).toString();
        return CloudEventBuilder.v1(event)
                .withData(data.replace("\"rg1\"", quoted)
                        .replace("\"myMapsAccount\"", quoted)
                        .getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static boolean steers(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.toString(codePoint).matches("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\x{E0000}-\\x{E007F}]");
    }

    @Test
    void a_long_text_is_cut() {
        String text = "long ".repeat(1000);

        assertThat(line(Events.of(EventExamples.of(EventExamples.BATCH, EventExamples.pollFailed(text)))))
                .hasSizeLessThan(300)
                .endsWith("long…");
        assertThat(line(Events.of(EventExamples.of(EventExamples.APIM, EventExamples.stateChanged(text, text)))))
                .hasSizeLessThan(300);
        assertThat(line(Events.of(EventExamples.of(EventExamples.BATCH, EventExamples.resourceChanged(text)))))
                .hasSizeLessThan(300);
    }

    @Test
    void an_unknown_type_shows_its_data() {
        CloudEvent eclipse = CloudEventBuilder.v1(Events.of(ROTATION))
                .withType("io.armwatch.moon.eclipsed.v1")
                .withData("{\"seen\":3}".getBytes(StandardCharsets.UTF_8))
                .build();

        assertThat(line(eclipse)).contains("  moon eclipsed  ").endsWith("  {\"seen\":3}");
        assertThat(line(CloudEventBuilder.v1(eclipse).withType("com.example-1").build()))
                .contains("  com.example-1  ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "7",
                "[]",
                "{\"resourceId\":{},\"changes\":7,\"error\":[]}",
                "{\"changes\":[1,[],{}]}"
            })
    void odd_data_gives_a_line(String data) {
        for (EventType type : EventType.values()) {
            CloudEvent odd = CloudEventBuilder.v1()
                    .withId("1")
                    .withSource(URI.create("urn:x"))
                    .withType(type.type())
                    .withTime(OffsetDateTime.MAX)
                    .withData(data.getBytes(StandardCharsets.UTF_8))
                    .build();

            String words = LineText.cut(type.text().replaceAll("[.-]", " "), 32);
            assertThat(line(odd)).startsWith("-  ").contains(words, "urn:x");
        }
    }

    @Test
    void an_event_without_time_and_data_gives_a_line() {
        CloudEvent empty = CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/"))
                .withType("t")
                .build();

        assertThat(EventLine.of(empty)).isEqualTo("-           t");
    }

    private static String line(CloudEvent event) {
        return EventLine.of(event, ZoneOffset.UTC);
    }
}
