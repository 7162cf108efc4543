package io.armwatch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a simulator as a stranger would: by HTTP. */
public final class SimulatorClient {
    public static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    public static final String RG = SUBSCRIPTION + "/resourceGroups/rg1";
    public static final String BATCH = RG + "/providers/Microsoft.Batch/batchAccounts/sampleacct";
    public static final String MAPS = RG + "/providers/Microsoft.Maps/accounts/myMapsAccount";
    public static final String SERVICE = RG + "/providers/Microsoft.ApiManagement/service/apimService1";
    public static final String SID = SERVICE + "/subscriptions/5931a769d8d14f0ad8ce13b8";
    public static final String BATCH_VERSION = "?api-version=2024-07-01";
    public static final String MAPS_VERSION = "?api-version=2023-06-01";
    public static final String APIM_VERSION = "?api-version=2024-05-01";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Simulator simulator;

    public SimulatorClient(Simulator simulator) {
        this.simulator = simulator;
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    public Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    /** Sends a request to a path, or to a whole address as a next link has it. */
    public Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("http") ? path : simulator.uri() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(response, response.body().isEmpty() ? MissingNode.getInstance() : json(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first certificate's path. */
    public String certificate() {
        return simulator.pollableIds().stream()
                .filter(id -> id.contains("/certificates/"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String body) throws IOException {
        return MAPPER.readTree(body);
    }

    public record Reply(HttpResponse<String> http, JsonNode json) {
        public int status() {
            return http.statusCode();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        public String code() {
            return json.at("/error/code").asText();
        }

        public JsonNode property(String name) {
            return json.path("properties").path(name);
        }
    }
}
