package io.armwatch.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.Faults;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Whatever happens and however much is logged, no key, token or password is ever written anywhere. */
final class LeakIT {
    private static final String IDENTITY_HEADER = "identity-header-e1c5b0a2";
    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
            + " password=\"canary-jaas-4f1d\";";
    /** Secrets among the settings, as Kafka's clients and armwatch take them: none of them is needed to reach the broker. */
    private static final Map<String, String> SETTINGS = Map.of(
            "armwatch.fingerprint.key", "canary-fingerprint-9c2e",
            "camel.component.kafka.sasl-mechanism", "PLAIN",
            "camel.component.kafka.sasl-jaas-config", "{{env:CANARY_JAAS}}",
            "camel.component.kafka.ssl-keystore-password", "canary-keystore-77ab",
            "camel.component.kafka.ssl-key-password", "{{env:CANARY_KEY}}",
            "camel.component.kafka.ssl-truststore-password", "{{my.truststore}}",
            "my.truststore", "canary-truststore-1b6f");
    /** And in the environment: the Azure credential's are wrong, and so are passed over for the managed identity. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "CANARY_JAAS", JAAS,
            "CANARY_KEY", "canary-keypassword-0d3c",
            "AZURE_CLIENT_SECRET", "canary-client+secret-52e8",
            "HTTPS_PROXY", "http://me:canary-proxy-6a90@127.0.0.1:1");

    private static final List<String> CANARIES = List.of(
            "canary-fingerprint-9c2e",
            "canary-jaas-4f1d",
            "canary-keystore-77ab",
            "canary-keypassword-0d3c",
            "canary-truststore-1b6f",
            "canary-client+secret-52e8",
            "canary-proxy-6a90",
            "me:canary-proxy-6a90");

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final String subscription = resources.apim("subscription");

    @Test
    void nothing_written_holds_a_key_or_a_token() {
        try (SimulatedAzure azure = SimulatedAzure.with(
                        resources, SimulatorOptions.builder().auth(true).identityHeader(IDENTITY_HEADER));
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())
                        .with("armwatch.azure.credential", "default")
                        .with("armwatch.apim.keys", "true")
                        .with("armwatch.http.timeout", "2")
                        .withFile(SETTINGS)) {
            ArmwatchProcess child = armwatch.spawn(talkative(azure));
            azure.logIn(IDENTITY_HEADER);
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            rotateAll(azure, armwatch);
            JsonNode keys = azure.call("POST", maps + "/listKeys", "");
            for (Handler<HttpServerRequest> bad : badAnswers(keys)) {
                Fault fault = azure.simulator().fault(request -> !request.path().startsWith("/msi"), bad);
                azure.awaitAsked(resources.watched(), 1);
                fault.close();
            }
            azure.awaitAsked(resources.watched(), 2);
            String pages = armwatch.text("/observe/metrics").orElseThrow()
                    + armwatch.text("/observe/health?data=true").orElseThrow();
            child.terminate();
            child.awaitEnd(Duration.ofSeconds(10));
            ArmwatchProcess check = armwatch.spawn("check", talkative(azure));
            check.awaitEnd(Duration.ofSeconds(60));

            Set<String> secrets = new HashSet<>(azure.simulator().secrets());
            secrets.add(IDENTITY_HEADER);
            CANARIES.forEach(canary -> secrets.addAll(forms(canary)));
            WrittenData written = new WrittenData(child.output() + "\n" + check.output() + "\n" + pages);
            String fingerprint = EventFormatCheck.fingerprint(
                    "canary-fingerprint-9c2e",
                    maps,
                    "primary",
                    keys.get("primaryKey").asText());
            assertThat(written.places(Set.of(fingerprint)))
                    .as("what is written is found")
                    .isNotEmpty();
            assertThat(written.log().contains(" DEBUG [org.apache.hc.client5."))
                    .as("the HTTP client is talkative")
                    .isTrue();
            assertThat(written.log().contains(" TRACE [")).as("libraries trace").isTrue();
            assertThat(written.places(secrets)).isEmpty();
            theSearchFinds(armwatch, written);
        }
    }

    private static ArmwatchProcess.Options talkative(SimulatedAzure azure) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("IDENTITY_ENDPOINT", azure.uri() + "/msi/token");
        environment.put("IDENTITY_HEADER", IDENTITY_HEADER);
        environment.put("AZURE_HTTP_LOG_DETAIL_LEVEL", "BODY_AND_HEADERS");
        return new ArmwatchProcess.Options(environment, "trace", "trace");
    }

    /** As it is, in a form, and in Base64. */
    static List<String> forms(String secret) {
        return List.of(
                secret, URLEncoder.encode(secret, UTF_8), Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
    }

    private void rotateAll(SimulatedAzure azure, ArmwatchFixture armwatch) {
        azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
        azure.call("POST", subscription + "/regeneratePrimaryKey", "");
        azure.call("POST", batch + "/regenerateKeys", "{\"keyName\":\"Primary\"}");
        armwatch.reader().await("key.rotated", maps);
        armwatch.reader().await("key.rotated", subscription);
    }

    /** Answers that hold keys where they should not, or not as they should. */
    private static List<Handler<HttpServerRequest>> badAnswers(JsonNode keys) {
        return badAnswers(keys.get("primaryKey").asText(), keys.toString());
    }

    static List<Handler<HttpServerRequest>> badAnswers(String key, String keys) {
        return List.of(
                Faults.answer(200, "{\"primaryKey\":\"" + key),
                Faults.answer(200, "primaryKey=" + key),
                Faults.answer(200, key),
                Faults.answer(200, "{\"primaryKey\":[\"" + key + "\"]}"),
                Faults.answer(200, "{\"" + key + "\":{}}"),
                Faults.answer(200, "{\"properties\":{\"" + key + "\":1,\"primaryKey\":{\"" + key + "\":1}}}"),
                Faults.answer(200, "text/html", "<html>" + key + "</html>", Map.of("X-Key", key, "ETag", key)),
                Faults.answer(500, keys),
                Faults.answer(403, "text/plain", key, Map.of("WWW-Authenticate", "Bearer key=" + key)),
                Faults.answer(307, "text/plain", "", Map.of("Location", "http://127.0.0.1:1/?key=" + key)),
                Faults.unauthorized(),
                Faults.truncatedJson(),
                Faults.closeConnection(),
                Faults.hang());
    }

    /** The search itself: what is planted in a record's header, or in the log, is found. */
    private static void theSearchFinds(ArmwatchFixture armwatch, WrittenData written) {
        String planted = "planted-" + armwatch.name();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", armwatch.brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(armwatch.name() + ".polling", new byte[0], new byte[0]);
            record.headers().add("Authorization", planted.getBytes(ISO_8859_1));
            var sent = producer.send(record);
            assertThat(sent).isNotNull();
        }
        assertThat(written.places(Set.of(planted))).hasSize(1).allMatch(place -> place.contains(".polling-"));
        assertThat(new WrittenData(written.log() + "\n" + planted).places(Set.of(planted)))
                .anyMatch(place -> place.startsWith("the log"));
    }
}
