package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reading half of the management API, against a running armwatch with every source. */
final class ManagementApiIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final String MISSING = TestResources.batchId("missing");
    private static final String SPACED = TestResources.SERVICE + "/subscriptions/a b";

    private static final TestResources RESOURCES = new TestResources();
    private static final String MAPS = RESOURCES.maps("maps1");
    private static final String BATCH = RESOURCES.batch("batch1");

    @SuppressWarnings("NullAway.Init")
    private static SimulatedAzure azure;

    @SuppressWarnings("NullAway.Init")
    private static ArmwatchFixture armwatch;

    @BeforeAll
    static void start() {
        RESOURCES.certificate(BATCH);
        RESOURCES.add(TestResources.PROVIDERS + "Microsoft.ApiManagement/service/apimService1/certificates/expired");
        RESOURCES.missing(MISSING);
        RESOURCES.apim("a b");
        azure = SimulatedAzure.withAllSources(RESOURCES, SimulatorOptions.builder());
        armwatch = new ArmwatchFixture(azure.uri(), RESOURCES.watched()).withAllSources();
        armwatch.start();
        RESOURCES.watched().stream()
                .filter(id -> !id.equals(MISSING))
                .forEach(id -> armwatch.reader().await("resource.discovered", id));
        armwatch.reader().await("poll.failed", MISSING);
        Awaitility.await("the same on the API")
                .until(() -> get("/api/v1/status").path("failing").asInt() == 1
                        && get("/api/v1/resources?limit=500").path("total").asInt()
                                == RESOURCES.watched().size());
    }

    @AfterAll
    static void stop() {
        armwatch.close();
        azure.close();
    }

    @Test
    void every_path_answers_as_the_openapi_document_says() {
        JsonNode document = get("/api/v1/openapi.json");
        Map<String, List<String>> problems = new LinkedHashMap<>();
        document.path("paths").properties().forEach(path -> {
            if (path.getValue().has("get")) {
                String url = path.getKey().replace("/{id}", encoded(MAPS));
                JsonNode schema = path.getValue().at("/get/responses/200/content/application~1json/schema");
                List<String> found = problems(document, schema, get(url));
                if (!found.isEmpty()) {
                    problems.put(url, found);
                }
            }
        });

        assertThat(problems).isEmpty();
        assertThat(document.path("paths").size()).isGreaterThanOrEqualTo(9);
        JsonNode error = document.at("/components/schemas/Problem");
        assertThat(problems(document, error, json(call("/api/v1/resources?limit=0"))))
                .isEmpty();
    }

    private static List<String> problems(JsonNode document, JsonNode schema, JsonNode answer) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        return SCHEMAS.getSchema(whole).validate(answer).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void a_parameter_that_is_wrong_is_named() {
        Map<String, String> wrong = Map.of(
                "/api/v1/resources?limit=0", "limit must be a number from 1 to 500",
                "/api/v1/resources?limit=501", "limit must be a number from 1 to 500",
                "/api/v1/incidents?offset=-1", "offset must be a number from 0 to 2147483647",
                "/api/v1/resources?state=broken", "state must be one of deleted, failing, incident, ok",
                "/api/v1/resources/x", "'/x' is not an ARM id");

        wrong.forEach((path, sentence) -> {
            HttpResponse<String> answer = call(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(json(answer).path("problem").asText()).as(path).startsWith(sentence);
        });
        assertThat(call("/api/v1/resources" + TestResources.batchId("stranger")).statusCode())
                .isEqualTo(404);
        assertThat(call("/api/v1/none").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_not_percent_encoded_is_the_fault_of_the_client() {
        try (CapturedLogs logs = new CapturedLogs()) {
            for (String path : List.of(
                    "/api/v1/resources?text=%zz",
                    "/api/v1/status?x=%",
                    "/api/v1/events?type=%zz",
                    "/api/v1/resources/%zz",
                    "/api/v1/resources/subscriptions/%")) {
                try (EventStreamClient client =
                        EventStreamClient.get(armwatch.managementUri(), path).read()) {
                    Awaitility.await("an answer").until(() -> !client.lines().isEmpty());
                    assertThat(client.lines().get(0)).as(path).contains("400");
                }
            }
            assertThat(logs.lines("ERROR")).isEmpty();
        }
    }

    @Test
    void resources_are_filtered_and_paged() {
        assertThat(ids("text=MAPS1")).containsExactly(MAPS);
        assertThat(ids("text=batch1 certificates")).hasSize(1);
        assertThat(ids("source=batch-account")).containsExactlyInAnyOrder(BATCH, MISSING);
        assertThat(ids("state=failing")).containsExactly(MISSING);
        assertThat(ids("subscription=00000000")).isEmpty();

        List<String> pages = new ArrayList<>();
        for (int offset = 0; offset < RESOURCES.watched().size(); offset += 2) {
            List<String> page = ids("limit=2&offset=" + offset);
            assertThat(page).hasSizeBetween(1, 2);
            pages.addAll(page);
        }
        assertThat(pages).doesNotHaveDuplicates().isEqualTo(ids("limit=500"));
    }

    private static List<String> ids(String query) {
        return texts(get("/api/v1/resources?" + query.replace(" ", "%20")).path("items"), "id");
    }

    private static List<String> texts(JsonNode rows, String field) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path(field).asText()));
        return texts;
    }

    @Test
    void a_resource_shows_its_polls_and_its_whole_state_but_no_key() {
        Awaitility.await("20 polls").until(() -> recentPolls(BATCH).size() == 20);
        assertThat(recentPolls(BATCH)).containsOnly("unchanged");

        JsonNode part = get("/api/v1/resources" + MAPS.toUpperCase(Locale.ROOT)).at("/parts/0");

        assertThat(part.at("/summary/state").asText()).isEqualTo("ok");
        assertThat(Duration.between(Instant.parse(part.at("/summary/lastPollAt").asText()), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        assertThat(part.at("/summary/owner/self").asBoolean()).isTrue();
        assertThat(part.path("state").toString()).containsIgnoringCase("fingerprint");
        azure.simulator()
                .secrets()
                .forEach(secret -> assertThat(part.toString()).doesNotContain(secret));
        assertThat(get("/api/v1/resources" + encoded(SPACED)).path("id").asText())
                .isEqualTo(SPACED);
    }

    private static List<String> recentPolls(String id) {
        List<String> outcomes = new ArrayList<>();
        get("/api/v1/resources" + id).at("/parts/0/summary/recentPolls").forEach(each -> outcomes.add(each.asText()));
        return outcomes;
    }

    @Test
    void what_cannot_be_polled_shows_the_error_in_full() {
        JsonNode row = get("/api/v1/resources" + MISSING).at("/parts/0/summary");

        assertThat(row.path("state").asText()).isEqualTo("failing");
        assertThat(row.at("/error/reason").asText()).isEqualTo("missing");
        assertThat(row.at("/error/status").asInt()).isEqualTo(404);
        assertThat(row.at("/error/code").asText()).isEqualTo("ResourceNotFound");
        assertThat(row.at("/error/message").asText()).contains("missing").contains("was not found");
        assertThat(row.path("recentPolls").toString()).contains("failed");
        assertThat(get("/api/v1/status").path("sentence").asText())
                .startsWith("armwatch needs attention: 1 of ")
                .contains(" resources cannot be polled");
    }

    @Test
    void sources_and_subscriptions_show_scans_and_budget() {
        List<JsonNode> sources = new ArrayList<>();
        get("/api/v1/sources").path("items").forEach(sources::add);
        assertThat(sources).hasSize((int)
                Sources.scheduled().stream().map(Source::name).distinct().count());
        JsonNode maps = sources.stream()
                .filter(each -> each.path("name").asText().equals("maps-keys"))
                .findFirst()
                .orElseThrow();
        assertThat(maps.at("/counts/expected").asInt()).isEqualTo(1);
        assertThat(maps.path("lastScanAt").isTextual()).isTrue();
        assertThat(maps.path("completeSince").isTextual()).isTrue();
        assertThat(maps.path("nextScanAt").isTextual()).isTrue();

        JsonNode subscription = get("/api/v1/subscriptions").at("/items/0");
        assertThat(subscription.path("subscriptionId").asText())
                .isEqualTo(TestResources.SUBSCRIPTION.substring("/subscriptions/".length()));
        assertThat(subscription.at("/budget/reads").isInt()).isTrue();
        assertThat(subscription.path("failing").asInt()).isEqualTo(1);
    }

    @Test
    void an_event_is_streamed_and_a_client_that_returns_gets_what_it_missed() {
        try (EventStreamClient client =
                EventStreamClient.open(armwatch.managementUri()).read()) {
            Awaitility.await("the stream")
                    .until(() -> client.lines().stream().anyMatch(line -> line.contains("retry:")));
            azure.call("POST", MAPS + "/regenerateKey", "{\"keyType\":\"primary\"}");
            Awaitility.await("the event").until(() -> eventIds(client).size() == 1);
            String first = eventIds(client).get(0);
            azure.call("POST", MAPS + "/regenerateKey", "{\"keyType\":\"secondary\"}");
            Awaitility.await("the next event").until(() -> eventIds(client).size() == 2);
            try (EventStreamClient again = EventStreamClient.get(
                            armwatch.managementUri(), "/api/v1/events", "Last-Event-ID: " + first)
                    .read()) {
                Awaitility.await("what was missed")
                        .until(() -> eventIds(again).equals(eventIds(client).subList(1, 2)));
            }
            String data = client.lines().stream()
                    .filter(line -> line.startsWith("data: ") && line.contains(first))
                    .findFirst()
                    .orElseThrow();
            assertThat(json(data.substring(6)).path("type").asText()).isEqualTo("io.armwatch.key.rotated.v1");
            assertThat(texts(get("/api/v1/events?type=key.rotated").path("items"), "id"))
                    .startsWith(eventIds(client).get(1), first);
        }
    }

    private static List<String> eventIds(EventStreamClient client) {
        return client.lines().stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    @Test
    void the_number_of_streams_is_limited() {
        List<EventStreamClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                clients.add(EventStreamClient.open(armwatch.managementUri()).read());
            }
            Awaitility.await("50 streams")
                    .until(() -> clients.stream()
                            .allMatch(client -> client.lines().stream()
                                    .anyMatch(line -> line.contains("200 OK") || line.contains("503"))));
            try (EventStreamClient more =
                    EventStreamClient.open(armwatch.managementUri()).read()) {
                Awaitility.await("a refusal").until(() -> !more.lines().isEmpty());
                assertThat(more.lines().get(0)).contains("503");
            }
        } finally {
            clients.forEach(EventStreamClient::close);
        }
        Awaitility.await("room for a stream").until(() -> {
            try (EventStreamClient client =
                    EventStreamClient.open(armwatch.managementUri()).read()) {
                Awaitility.await().until(() -> !client.lines().isEmpty());
                return client.lines().get(0).contains("200");
            }
        });
    }

    @Test
    void the_page_loads_nothing_from_elsewhere_and_a_foreign_host_is_refused() {
        HttpResponse<String> page = call("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body()).doesNotContain("http://", "https://", " style=", "onclick=");

        for (String path : List.of("/", "/api/v1/status", "/api/v1/events")) {
            try (EventStreamClient foreign = EventStreamClient.get(armwatch.managementUri(), path, "Host: evil.example")
                    .read()) {
                Awaitility.await("a refusal").until(() -> !foreign.lines().isEmpty());
                assertThat(foreign.lines().get(0)).as(path).contains("403");
            }
        }
    }

    @Test
    void the_command_shows_the_same() {
        CommandResult text = armwatch.run("status");
        assertThat(text.exit()).as("%s", text).isZero();
        assertThat(text.lines().get(0)).startsWith("armwatch needs attention: 1 of ");
        assertThat(String.join("\n", text.lines()))
                .contains("maps-keys", "this process", TestResources.SUBSCRIPTION.substring(15), "Open incidents");

        JsonNode json = json(armwatch.run("status", "--output", "json").lines().get(0));
        assertThat(json.at("/status/failing").asInt()).isEqualTo(1);
        assertThat(new TreeSet<>(texts(json.at("/sources/items"), "name"))).contains("maps-keys");
    }

    @Test
    void the_command_says_where_nobody_answers() {
        try (ArmwatchFixture stopped = new ArmwatchFixture(azure.uri(), RESOURCES.watched())) {
            CommandResult result = stopped.run("status");

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.errors()).hasSize(1);
            assertThat(result.errors().get(0))
                    .startsWith("no armwatch answers at http://127.0.0.1:")
                    .contains("armwatch.http.port");
        }
    }

    @Test
    void the_command_says_where_something_else_answers() throws IOException {
        HttpServer stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stranger.createContext("/", call -> {
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write("<html>".getBytes(UTF_8));
            call.close();
        });
        stranger.start();
        try (ArmwatchFixture stopped = new ArmwatchFixture(azure.uri(), RESOURCES.watched())
                .with(
                        "armwatch.http.port",
                        Integer.toString(stranger.getAddress().getPort()))) {
            CommandResult result = stopped.run("status");

            assertThat(result.exit()).as("%s", result).isEqualTo(1);
            assertThat(result.errors())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("no armwatch, or one of another version"));
        } finally {
            stranger.stop(0);
        }
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, UTF_8).replace("%2F", "/").replace("+", "%20");
    }

    private static JsonNode get(String path) {
        HttpResponse<String> answer = call(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static HttpResponse<String> call(String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(armwatch.managementUri() + path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
