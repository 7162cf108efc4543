package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorOptionsBuilder;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** The simulator as its user and as an onlooker: operates it by ARM's own operations, and counts what armwatch asks. */
public final class SimulatedAzure implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Simulator simulator;
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private volatile String token = "";

    private SimulatedAzure(Simulator simulator) {
        this.simulator = simulator;
        simulator.onRequest(this::count);
    }

    public static SimulatedAzure with(TestResources resources) {
        return with(resources, SimulatorOptions.builder());
    }

    public static SimulatedAzure with(TestResources resources, SimulatorOptionsBuilder options) {
        Path folder = TemporaryFolder.create("seed");
        try {
            return new SimulatedAzure(Simulator.start(options.seed(resources.seed(folder.resolve("seed.json")))
                    .deletionDelay(Duration.ofMillis(10))
                    .build()));
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    public static SimulatedAzure of(SimulatorOptionsBuilder options) {
        return new SimulatedAzure(Simulator.start(options.build()));
    }

    static SimulatedAzure withAllSources(TestResources resources, SimulatorOptionsBuilder options) {
        return with(
                resources,
                options.sources(Sources.scheduled().stream().map(Source::name).toList()));
    }

    /** With every source of armwatch, as the simulator of the commands has them. */
    public static SimulatedAzure withAllSources(SimulatorOptionsBuilder options) {
        return of(options.sources(Sources.scheduled().stream().map(Source::name).toList()));
    }

    public Simulator simulator() {
        return simulator;
    }

    public URI uri() {
        return simulator.uri();
    }

    private void count(HttpServerRequest request) {
        String agent = request.getHeader("User-Agent");
        if (agent != null && agent.startsWith("armwatch/")) {
            asked.merge(request.path().toLowerCase(Locale.ROOT), 1L, Long::sum);
        }
    }

    /** How often armwatch has asked for a resource: by a GET, or by a POST of its keys. */
    public long asked(String id) {
        String path = id.toLowerCase(Locale.ROOT);
        return asked.getOrDefault(path.contains("/microsoft.maps/") ? path + "/listkeys" : path, 0L);
    }

    /** Waits until armwatch has asked so many times more for each; the last but one of them has been seen to its end by then. */
    public void awaitAsked(Collection<String> ids, int more) {
        Map<String, Long> before = new HashMap<>();
        ids.forEach(id -> before.put(id, asked(id)));
        Awaitility.await("polls of " + ids)
                .until(() ->
                        before.entrySet().stream().allMatch(each -> asked(each.getKey()) >= each.getValue() + more));
    }

    /** Performs an operation; the api-version is added where the path has none. */
    public JsonNode call(String method, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isBetween(200, 299);
        return json(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri() + withVersion(path)))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return sent(request.build());
    }

    private String withVersion(String path) {
        return path.contains("api-version=")
                ? path
                : path + (path.contains("?") ? "&" : "?") + "api-version="
                        + simulator.apiVersion(path.replaceFirst("\\?.*", ""));
    }

    /** Lets the test in where the simulator demands a token. */
    public void logIn(String identityHeader) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(uri() + "/msi/token?api-version=2019-08-01&resource=https://management.azure.com/"))
                .header("X-IDENTITY-HEADER", identityHeader)
                .build();
        token = json(sent(request).body()).get("access_token").asText();
    }

    private static HttpResponse<String> sent(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
