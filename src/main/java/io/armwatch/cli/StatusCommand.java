package io.armwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch status}: what the status page of a running armwatch shows, on one screen of text. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how a running armwatch is: overall state, sources, Azure subscriptions, open incidents, next expiries.",
            "It asks the armwatch that listens at armwatch.http.host and armwatch.http.port."
        },
        footer = {
            "",
            "Exit codes: 0 armwatch sees something, 1 it sees nothing or does not answer, 2 invalid settings or options."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    /** By name in the output: the calls. */
    private static final Map<String, String> PARTS = Map.of(
            "sources", "sources?limit=500",
            "subscriptions", "subscriptions?limit=500",
            "incidents", "incidents?limit=10",
            "expiries", "expiries?limit=5");

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text; json: one object in a line; yaml: one document (${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.text;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings.Management management = options.readWithoutScopes().management();
        String host = EVERY_ADDRESS.contains(management.host()) ? "127.0.0.1" : management.host();
        URI api = URI.create("http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":"
                + management.port() + "/api/v1/");
        ObjectNode found;
        try {
            found = read(api);
        } catch (IOException e) {
            spec.commandLine().getErr().println(problem(api, e));
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(output == OutputFormat.text ? new StatusText(found).text() : output.document(found));
        out.flush();
        return found.path("status").path("level").asText().equals("blind") ? 1 : 0;
    }

    private static String problem(URI api, IOException e) {
        return e instanceof ConnectException
                ? "no armwatch answers at " + api.resolve("/")
                        + "; start it with armwatch run, or set armwatch.http.host and"
                        + " armwatch.http.port as it has them"
                : "the armwatch at " + api.resolve("/") + " does not answer: " + e.getMessage();
    }

    private static ObjectNode read(URI api) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIME_LIMIT).build();
        ObjectNode found = Json.mapper().createObjectNode();
        JsonNode status = get(client, api.resolve("status"));
        if (!status.path("level").isTextual() || !status.path("now").isTextual()) {
            throw new IOException(
                    "what listens there is no armwatch, or one of another version; set armwatch.http.port");
        }
        found.set("status", status);
        if (!found.path("status").path("level").asText().equals("starting")) {
            for (Map.Entry<String, String> part : new TreeMap<>(PARTS).entrySet()) {
                found.set(part.getKey(), get(client, api.resolve(part.getValue())));
            }
        }
        return found;
    }

    private static JsonNode get(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(HttpRequest.newBuilder(uri).timeout(TIME_LIMIT).build(), BodyHandlers.ofByteArray());
        JsonNode json = Json.tree(response.body());
        if (response.statusCode() != 200) {
            throw new IOException(json.path("problem").asText("status " + response.statusCode()));
        }
        return json;
    }
}
