package io.armwatch.simulator;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorOptionsBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tokens and budget. */
class AccessTest {
    private static final String TOKEN = "/msi/token?api-version=2019-08-01&resource=https://management.azure.com/";
    private final MovableClock clock = new MovableClock();
    private final SimulatorOptionsBuilder options = SimulatorOptions.builder().clock(clock);

    @Test
    void a_call_needs_a_token_that_was_issued_and_still_holds() {
        try (Simulator simulator = Simulator.start(
                options.auth(true).tokenLifetime(Duration.ofMinutes(5)).build())) {
            SimulatorClient client = new SimulatorClient(simulator);
            Reply without = client.get(BATCH + BATCH_VERSION);
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.code()).isEqualTo("AuthenticationFailed");
            assertThat(without.header("WWW-Authenticate")).startsWith("Bearer ");
            assertThat(bearing(client, "made-up").code()).isEqualTo("InvalidAuthenticationToken");
            Reply token = client.get(TOKEN, "X-IDENTITY-HEADER", "simulator");
            String value = token.json().get("access_token").asText();
            assertThat(bearing(client, value).status()).isEqualTo(200);
            assertThat(simulator.secrets()).contains(value);
            assertThat(token.json().get("expires_on").asText()).isEqualTo("1795255500");
            clock.forward(Duration.ofMinutes(5));
            assertThat(bearing(client, value).code()).isEqualTo("ExpiredAuthenticationToken");
        }
    }

    @Test
    void a_token_is_only_for_those_who_know_the_identity_header() {
        try (Simulator simulator = Simulator.start(options.build())) {
            SimulatorClient client = new SimulatorClient(simulator);
            assertThat(client.get(TOKEN).status()).isEqualTo(401);
            assertThat(client.get(TOKEN, "X-IDENTITY-HEADER", "guess").status()).isEqualTo(401);
            assertThat(client.get("/msi/token?api-version=2019-08-01", "X-IDENTITY-HEADER", "simulator")
                            .status())
                    .isEqualTo(400);
        }
    }

    /** In a process of its own: azure-identity takes the two variables from the real environment only. */
    @Test
    void azure_identity_gets_its_token_here() throws IOException, InterruptedException {
        try (Simulator simulator =
                Simulator.start(SimulatorOptions.builder().auth(true).build())) {
            ProcessBuilder asker = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    TokenRequester.class.getName(),
                    simulator.uri() + BATCH + BATCH_VERSION);
            asker.environment().put("IDENTITY_ENDPOINT", simulator.uri() + "/msi/token");
            asker.environment().put("IDENTITY_HEADER", "simulator");
            Process process = asker.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(simulator.counts()).containsEntry("Token", 1L).containsEntry("BatchAccount_Get", 1L);
        }
    }

    @Test
    void the_remaining_budget_is_reported_for_reads_and_for_writes() {
        try (Simulator simulator = Simulator.start(options.build())) {
            SimulatorClient client = new SimulatorClient(simulator);
            assertThat(client.get(BATCH + BATCH_VERSION).header("x-ms-ratelimit-remaining-subscription-reads"))
                    .isEqualTo("249");
            assertThat(client.post(MAPS + "/listKeys" + MAPS_VERSION, "")
                            .header("x-ms-ratelimit-remaining-subscription-writes"))
                    .isEqualTo("199");
        }
    }

    @Test
    void beyond_the_budget_calls_are_refused_where_that_is_asked_for() {
        try (Simulator simulator = Simulator.start(options.throttle(true).build())) {
            SimulatorClient client = new SimulatorClient(simulator);
            for (int i = 0; i < 200; i++) {
                assertThat(client.post(MAPS + "/listKeys" + MAPS_VERSION, "").status())
                        .isEqualTo(200);
            }
            Reply refused = client.post(MAPS + "/listKeys" + MAPS_VERSION, "");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(client.get(MAPS + MAPS_VERSION).status()).isEqualTo(200);
            clock.forward(Duration.ofMillis(900));
            assertThat(client.post(MAPS + "/listKeys" + MAPS_VERSION, "").status())
                    .as("too early, the wait begins anew")
                    .isEqualTo(429);
            clock.forward(Duration.ofSeconds(1));
            assertThat(client.post(MAPS + "/listKeys" + MAPS_VERSION, "").status())
                    .isEqualTo(200);
        }
    }

    private static Reply bearing(SimulatorClient client, String token) {
        return client.get(BATCH + BATCH_VERSION, "Authorization", "Bearer " + token);
    }
}
