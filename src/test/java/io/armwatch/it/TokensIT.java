package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorOptionsBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** armwatch in a JVM of its own, with azure-identity and the simulator's managed identity. */
class TokensIT {
    private static final String ACCOUNTS = TestResources.PROVIDERS + "Microsoft.Batch/batchAccounts";
    private static final String SCOPE = ACCOUNTS + "/*";
    private static final SimulatorOptionsBuilder GUARDED = SimulatorOptions.builder()
            .auth(true)
            .identityHeader("it")
            .tokenLifetime(Duration.ofHours(1)) // MSAL's own cache would give the refused token out again
            .pageSize(2);

    private static TestResources accounts() {
        TestResources resources = new TestResources();
        for (int i = 1; i <= 6; i++) {
            resources.batch("account" + i);
        }
        return resources;
    }

    private static void start(ArmwatchFixture armwatch, SimulatedAzure azure, TestResources resources) {
        armwatch.with("armwatch.azure.credential", "default")
                .spawn(new ArmwatchProcess.Options(
                        Map.of("IDENTITY_ENDPOINT", azure.uri() + "/msi/token", "IDENTITY_HEADER", "it"),
                        "warn",
                        "info"));
        resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
    }

    @Test
    void a_token_that_dies_in_the_middle_of_a_scan_is_renewed_and_a_foreign_link_never_gets_one() throws IOException {
        TestResources resources = accounts();
        AtomicInteger caught = new AtomicInteger();
        HttpServer catcher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        catcher.createContext("/", exchange -> {
            caught.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        catcher.start();
        try (SimulatedAzure azure = SimulatedAzure.with(resources, GUARDED);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(SCOPE))) {
            start(armwatch, azure, resources);
            var revoked = azure.simulator().faults("""
                            - fault: the token is revoked in the middle of a list
                              calls: { operation: BatchAccount_ListByResourceGroup, page: 2 }
                              when: { first: 1 }
                              answer: { revoke-token: true }
                            """);
            assertThat(armwatch.news("batch-account", SCOPE)).hasSize(6);
            assertThat(revoked.get(0).appliedCount()).isEqualTo(1);
            var refused = azure.simulator().calls().where(call -> call.status() == 401);
            assertThat(refused.count()).isEqualTo(1);
            assertThat(armwatch.scanned("batch-account", SCOPE).data("complete"))
                    .isEqualTo("true");

            azure.simulator().faults("""
                            - fault: a foreign next link
                              calls: { operation: BatchAccount_ListByResourceGroup, page: 1 }
                              answer: { next-link: "http://127.0.0.1:%d/token-catcher" }
                            """.formatted(catcher.getAddress().getPort()));
            ReceivedEvent failed = armwatch.reader().await("poll.failed", ACCOUNTS);
            assertThat(failed.data("reason")).isEqualTo("invalid-response");
            assertThat(failed.data("message")).contains("another host");
            assertThat(caught).hasValue(0);
            assertThat(armwatch.processedEvents().stream()
                            .filter(each -> each.type().equals("resource.deleted")))
                    .isEmpty();
        } finally {
            catcher.stop(0);
        }
    }
}
