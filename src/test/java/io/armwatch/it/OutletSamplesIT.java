package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.it.WebhookReceiver.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The samples in {@code routes/outlets} work once they are copied, and the one in the documentation is one of them. */
final class OutletSamplesIT {
    private static final Path SAMPLES = Path.of("routes", "outlets");
    private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name + ".camel.yaml.sample"));
    }

    @Test
    void the_samples_of_a_webhook_and_of_a_route_of_ones_own_deliver() throws Exception {
        try (OutletFixture outlets = new OutletFixture();
                WebhookReceiver crm = new WebhookReceiver();
                WebhookReceiver chat = new WebhookReceiver()) {
            chat.behave((request, n) -> Answer.of(n == 1 ? 500 : 200));
            outlets.armwatch()
                    .withOutlet("webhook", sample("webhook").replace("https://hooks.example.com/armwatch", crm.url()))
                    .withOutlet("chat", sample("chat"));
            ArmwatchProcess.Options environment = ArmwatchProcess.Options.ORDINARY
                    .with("crm.webhook.secret", SECRET)
                    .with("chat.webhook.url", chat.url().replaceFirst("\\?.*", ""));
            try (ArmwatchProcess armwatch = outlets.armwatch().spawn(environment)) {
                Awaitility.await("its topics").until(() -> outlets.armwatch().status("/observe/health/ready") == 200);
                List<String> ids = outlets.write(3, 1);
                Awaitility.await("the events").until(() -> crm.ids().size() == 3 && chat.count() == 3);

                assertThat(crm.ids()).containsExactlyElementsOf(ids);
                assertThat(new String(chat.taken().get(0).body(), UTF_8))
                        .isEqualTo("{\"text\":\"io.armwatch.key.rotated.v1: /subscriptions/s/resource0 primary\"}");
                assertThat(chat.all()).hasSize(4);
                assertThat(armwatch.output()).doesNotContain(SECRET, "Failed delivery");
            }
        }
    }

    @Test
    void the_sample_for_event_hubs_holds_what_kafka_s_producer_knows() throws Exception {
        try (OutletFixture outlets = new OutletFixture()) {
            outlets.armwatch().withOutlet("event-hubs", sample("event-hubs"));
            Path config = Files.createDirectories(outlets.armwatch().folder().resolve("child"));
            String properties = Files.readString(Path.of("config", "event-hubs.properties.sample"));
            Files.writeString(
                    config.resolve("event-hubs.properties"),
                    properties.replace("NAMESPACE.servicebus.windows.net:9093", "127.0.0.1:1"));
            String connection =
                    "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=aGVsbG8gd29ybGQ=";
            try (ArmwatchProcess armwatch = outlets.armwatch()
                    .spawn(ArmwatchProcess.Options.ORDINARY.with("event.hubs.connection.string", connection))) {
                Awaitility.await("its topics").until(() -> outlets.armwatch().status("/observe/health/ready") == 200);
                outlets.write(1, 1);
                assertThat(outlets.armwatch().text("/api/v1/outlets").orElse(""))
                        .contains("\"target\":\"127.0.0.1:1\"");
                assertThat(armwatch.output()).doesNotContain("aGVsbG8gd29ybGQ=");
            }
        }
    }

    @Test
    void the_route_in_the_documentation_is_the_sample() throws IOException {
        String page = Files.readString(Path.of("docs", "outlets.md"));
        String documented = page.substring(page.indexOf("```yaml\n") + 8);
        String route = documented.substring(0, documented.indexOf("```"));

        assertThat(sample("chat").replaceAll("(?m)^#.*\\n|^    description:.*\\n", ""))
                .isEqualTo(route);
    }

    @Test
    void a_wrong_settings_file_is_named_and_keeps_armwatch_from_starting() throws Exception {
        try (OutletFixture outlets = new OutletFixture()) {
            outlets.outlet("outlet-kafka", "hub", Map.of("settings", "missing.properties"));
            try (ArmwatchProcess armwatch = outlets.armwatch().spawn(ArmwatchProcess.Options.ORDINARY)) {
                assertThat(armwatch.awaitEnd(java.time.Duration.ofMinutes(1))).isNotZero();
                assertThat(armwatch.output()).contains("missing.properties of an outlet to Kafka cannot be read");
            }
        }
    }
}
