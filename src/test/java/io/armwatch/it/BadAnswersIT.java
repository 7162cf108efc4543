package io.armwatch.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.Faults;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ARM, or what stands before it, answers: all kinds of bad answers at once, each about a resource of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadAnswersIT {
    private static final Pattern TROUBLE =
            Pattern.compile("WARN batch-account: (\\d+) resources? cannot be polled: ([a-z-]+)");

    private final SimulatedAzure elsewhere = SimulatedAzure.of(SimulatorOptions.builder());
    private final AtomicInteger askedElsewhere = new AtomicInteger();
    private final TestResources resources = new TestResources();
    private final String other = resources.batch("other");
    private final String otherSource = resources.maps("otherSource");
    private final String flapping = resources.batch("flapping");
    private final String gone = resources.batch("gone");
    private final Map<String, Bad> cases = new LinkedHashMap<>();
    private final Map<String, JsonNode> knownBefore = new LinkedHashMap<>();
    private final Map<String, JsonNode> knownDuring = new LinkedHashMap<>();
    private final List<Duration> othersTold = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private SimulatedAzure azure;

    @SuppressWarnings("NullAway.Init")
    private ArmwatchFixture armwatch;

    @SuppressWarnings("NullAway.Init")
    private CapturedLogs logs;

    private List<ReceivedEvent> told = List.of();

    /** A bad answer, and the reason that must be reported. */
    record Bad(String what, String reason, String id, Handler<HttpServerRequest> answer) {
        @Override
        public String toString() {
            return what;
        }
    }

    Stream<Bad> cases() {
        return cases.values().stream();
    }

    private void add(String what, String reason, Handler<HttpServerRequest> answer) {
        String id = resources.batch("bad%02dx".formatted(cases.size()));
        cases.put(id, new Bad(what, reason, id, answer));
    }

    private void addAll() {
        add("not JSON", "invalid-response", Faults.notJson());
        add("truncated", "invalid-response", Faults.truncatedJson());
        add("200 MB", "invalid-response", Faults.hugeBody(200));
        add("endless", "invalid-response", Faults.endlessBody());
        add("200 MB when unpacked", "invalid-response", packed(200));
        add(
                "not packed as it says",
                "invalid-response",
                Faults.answer(200, "a/b", "x", Map.of("Content-Encoding", "gzip")));
        add("a body that drips", "timeout", Faults.dripBody());
        add("headers that drip", "timeout", Faults.dripHeaders());
        add("HTML", "invalid-response", Faults.answer(200, "text/html", "<html>hello</html>", Map.of()));
        add("a gateway's HTML", "server-error", Faults.badGatewayHtml());
        add("a gateway's 404", "invalid-response", Faults.answer(404, "text/html", "<html>no</html>", Map.of()));
        add("nothing", "invalid-response", Faults.answer(200, ""));
        add("null", "invalid-response", Faults.answer(200, "null"));
        add("a list", "invalid-response", Faults.answer(200, "[]"));
        add("nested too deep", "invalid-response", Faults.answer(200, "[".repeat(100_000)));
        add("wrong types", "invalid-response", Faults.answer(200, "{\"properties\":{\"poolQuota\":\"x\"}}"));
        add(
                "another resource",
                "invalid-response",
                request -> Faults.wrongResource(azure.simulator()::body, other).handle(request));
        add("401", "unauthenticated", Faults.unauthorized());
        add("403", "forbidden", Faults.error(403, "DenyAssignmentAuthorizationFailed", "Access is denied."));
        add("429", "throttled", Faults.tooManyRequests(Duration.ofSeconds(1)));
        add("500", "server-error", Faults.serverError(500));
        add("503", "server-error", Faults.serverError(503));
        add("an unknown status", "invalid-response", Faults.answer(299, "{}"));
        add("closed connection", "unreachable", Faults.closeConnection());
        add("no answer", "timeout", Faults.hang());
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            add("redirect " + status, "invalid-response", elsewhere(status));
        }
    }

    private Handler<HttpServerRequest> elsewhere(int status) {
        return request -> Faults.answer(status, "text/plain", "", Map.of("Location", elsewhere.uri() + request.uri()))
                .handle(request);
    }

    private static Handler<HttpServerRequest> packed(int megabytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < megabytes; i++) {
                gzip.write(new byte[1 << 20]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request ->
                request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(bytes.toByteArray()));
    }

    @BeforeAll
    void everythingGoesWrongAndIsMended() {
        addAll();
        elsewhere.simulator().onRequest(request -> askedElsewhere.incrementAndGet());
        logs = new CapturedLogs();
        azure = SimulatedAzure.with(resources);
        armwatch = new ArmwatchFixture(azure.uri(), resources.watched()).with("armwatch.http.timeout", "2");
        armwatch.start();
        resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
        armwatch.processedEvents();
        cases().forEach(bad -> knownBefore.put(bad.id(), known(bad.id())));

        List<Fault> faults = strike();
        azure.awaitAsked(cases.keySet(), 2);
        tellOthers();
        azure.awaitAsked(cases.keySet(), 2);
        armwatch.reader().await("resource.deleted", gone);
        armwatch.processedEvents();
        cases().forEach(bad -> knownDuring.put(bad.id(), known(bad.id())));
        faults.forEach(Fault::close);
        told = armwatch.settled(azure);
    }

    private List<Fault> strike() {
        List<Fault> faults = new ArrayList<>();
        cases().forEach(bad -> faults.add(azure.simulator().fault(Faults.on("GET", bad.id()), bad.answer())));
        faults.add(azure.simulator().fault(Faults.on("GET", gone), Faults.notFound()));
        faults.add(azure.simulator().fault(Faults.times(1, Faults.on("GET", flapping)), Faults.notFound()));
        return faults;
    }

    private void tellOthers() {
        Instant before = Instant.now();
        azure.call("PATCH", other, "{\"tags\":{\"team\":\"x\"}}");
        azure.call("POST", otherSource + "/regenerateKey", "{\"keyType\":\"primary\"}");
        armwatch.reader().await("key.rotated", otherSource);
        othersTold.add(Duration.between(before, Instant.now()));
        armwatch.reader().await("resource.changed", other);
        othersTold.add(Duration.between(before, Instant.now()));
    }

    private JsonNode known(String id) {
        return armwatch.reader().known(KnownStateCheck.key(id)).orElse(MissingNode.getInstance());
    }

    @AfterAll
    void stop() {
        armwatch.close();
        azure.close();
        elsewhere.close();
        logs.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_bad_answer_is_reported_once_with_its_reason_and_once_when_it_is_over(Bad bad) {
        List<ReceivedEvent> events =
                told.stream().filter(each -> each.isOf(bad.id())).toList();
        assertThat(events)
                .extracting(ReceivedEvent::type)
                .containsExactly("resource.discovered", "poll.failed", "poll.recovered");
        assertThat(events.get(1).data("reason")).isEqualTo(bad.reason());
        assertThat(events.get(2).data("failedSince")).isEqualTo(events.get(1).data("failingSince"));
        assertThat(events.get(2).data().get("attempts").asInt()).isGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_is_known_stays_as_it_was(Bad bad) {
        JsonNode before = requireNonNull(knownBefore.get(bad.id()));
        JsonNode during = requireNonNull(knownDuring.get(bad.id()));
        assertThat(before.get("state").isObject()).isTrue();
        assertThat(during.get("state")).isEqualTo(before.get("state"));
        assertThat(during.get("observedAt")).isEqualTo(before.get("observedAt"));
        assertThat(known(bad.id()).get("state")).isEqualTo(before.get("state"));
    }

    @Test
    void each_failing_resource_is_logged_once() {
        Map<String, Integer> expected = new LinkedHashMap<>();
        cases().forEach(bad -> expected.merge(bad.reason(), 1, Integer::sum));
        Map<String, Integer> logged = new LinkedHashMap<>();
        for (String line : logs.lines("WARN", "cannot be polled")) {
            Matcher trouble = TROUBLE.matcher(line);
            assertThat(trouble.find()).as(line).isTrue();
            logged.merge(trouble.group(2), Integer.parseInt(trouble.group(1)), Integer::sum);
        }
        logged.remove("missing");
        assertThat(logged).isEqualTo(expected);
        assertThat(logs.lines("ERROR")).isEmpty();
    }

    @Test
    void changes_of_other_resources_are_published_meanwhile() {
        assertThat(othersTold).allSatisfy(took -> assertThat(took).isLessThan(Duration.ofSeconds(10)));
    }

    @Test
    void a_redirect_is_never_followed() {
        assertThat(askedElsewhere).hasValue(0);
    }

    @Test
    void a_single_404_reports_nothing() {
        assertThat(typesTold(flapping)).containsExactly("resource.discovered");
    }

    @Test
    void repeated_404s_are_a_deletion() {
        assertThat(typesTold(gone)).containsExactly("resource.discovered", "resource.deleted", "resource.discovered");
    }

    private List<String> typesTold(String id) {
        return told.stream()
                .filter(each -> each.isOf(id))
                .map(ReceivedEvent::type)
                .toList();
    }
}
