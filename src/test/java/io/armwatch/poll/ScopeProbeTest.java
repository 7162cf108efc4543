package io.armwatch.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.armwatch.azure.ArmClient;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Credential;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.config.Settings;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScopeProbeTest {
    private static final String ACCOUNTS =
            "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/accounts/";

    private static Settings settings(URI endpoint, int accounts) throws Exception {
        return settings(
                endpoint,
                IntStream.range(0, accounts)
                        .mapToObj(i -> ACCOUNTS + "maps" + i)
                        .toList());
    }

    private static Settings settings(URI endpoint, List<String> watched) throws Exception {
        ScopeParser parser = new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
        List<Scope> scopes = new ArrayList<>();
        for (String scope : watched) {
            scopes.add(parser.parse(scope, scopes.size() + 1));
        }
        Map<String, String> schedules =
                Sources.scheduled().stream().collect(Collectors.toMap(Source::name, source -> "0 0/5 * * * ?"));
        return new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, endpoint, false, 4, Duration.ofSeconds(5), 1),
                new Settings.Watch(scopes, schedules, false, 3, Fingerprints.sha256()),
                new Settings.Kafka("localhost:1", Map.of(), true, "a", "a", 1, false),
                new Settings.Management("127.0.0.1", 0));
    }

    @Test
    void a_throttled_azure_subscription_is_not_polled_again() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer arm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        arm.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Retry-After", "60");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        arm.start();
        URI endpoint = URI.create("http://127.0.0.1:" + arm.getAddress().getPort());
        Settings settings = settings(endpoint, 40);
        List<ScopeProbe.Result> results = new ArrayList<>();
        try (ArmClient client = settings.azure().client(Credential.none(), "test")) {
            new ScopeProbe(settings).probe(client, results::add);
        } finally {
            arm.stop(0);
        }

        assertThat(asked).hasValue(1);
        assertThat(results).hasSize(40);
        assertThat(results.get(0).problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("throttled 429"));
        assertThat(results.get(39).problem())
                .hasValueSatisfying(why -> assertThat(why).contains("not checked, because ARM throttles"));
    }

    @Test
    void a_missing_right_is_named() throws Exception {
        HttpServer arm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        arm.createContext("/", exchange -> {
            byte[] body = "{\"error\":{\"code\":\"AuthorizationFailed\"}}".getBytes(UTF_8);
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        arm.start();
        Settings settings =
                settings(URI.create("http://127.0.0.1:" + arm.getAddress().getPort()), 1);
        List<ScopeProbe.Result> results = new ArrayList<>();
        try (ArmClient client = settings.azure().client(Credential.none(), "test")) {
            new ScopeProbe(settings).probe(client, results::add);
        } finally {
            arm.stop(0);
        }

        assertThat(results.get(0).problem())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("forbidden 403 AuthorizationFailed")
                        .endsWith("It lacks Microsoft.Maps/accounts/listKeys/action"));
    }

    @Test
    void an_api_version_that_arm_refuses_is_replaced() throws Exception {
        List<String> queries = new ArrayList<>();
        HttpServer arm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        arm.createContext("/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            queries.add(query);
            boolean refused = query.contains("2024-07-01");
            String error = "{\"error\":{\"code\":\"InvalidApiVersionParameter\"}}";
            byte[] body = (refused ? error : "{\"value\":[]}").getBytes(UTF_8);
            exchange.sendResponseHeaders(refused ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        arm.start();
        String accounts = ACCOUNTS.replace("Microsoft.Maps/accounts", "Microsoft.Batch/batchAccounts") + "*";
        Settings settings =
                settings(URI.create("http://127.0.0.1:" + arm.getAddress().getPort()), List.of(accounts));
        List<ScopeProbe.Result> results = new ArrayList<>();
        try (ArmClient client = settings.azure().client(Credential.none(), "test")) {
            new ScopeProbe(settings).probe(client, results::add);
        } finally {
            arm.stop(0);
        }

        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.problem()).isEmpty());
        assertThat(queries).containsExactly("api-version=2024-07-01", "api-version=2025-06-01");
    }

    /** The list of the wider scope does not show that a name is misspelt, and what nobody answers for is never seen. */
    @Test
    void an_account_that_is_not_there_is_found_below_a_subscription_that_is_watched_too() throws Exception {
        HttpServer arm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        arm.createContext("/", exchange -> {
            boolean misspelt = exchange.getRequestURI().getPath().contains("misspelt");
            byte[] body = (misspelt ? "{\"error\":{\"code\":\"ResourceNotFound\"}}" : "{\"value\":[]}").getBytes(UTF_8);
            exchange.sendResponseHeaders(misspelt ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        arm.start();
        URI endpoint = URI.create("http://127.0.0.1:" + arm.getAddress().getPort());
        String subscription = ACCOUNTS.substring(0, ACCOUNTS.indexOf("/resourceGroups"));
        Settings settings = settings(endpoint, List.of(subscription + "/", ACCOUNTS + "misspelt"));
        List<ScopeProbe.Result> results = new ArrayList<>();
        try (ArmClient client = settings.azure().client(Credential.none(), "test")) {
            new ScopeProbe(settings).probe(client, results::add);
        } finally {
            arm.stop(0);
        }

        assertThat(results).hasSizeGreaterThan(1);
        assertThat(results)
                .filteredOn(result -> result.problem().isPresent())
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.call()).contains("maps-keys").endsWith("/misspelt");
                    assertThat(result.problem())
                            .hasValueSatisfying(why -> assertThat(why).startsWith("missing 404"));
                });
    }
}
