package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.Armwatch;
import io.armwatch.it.TraceCollector.CollectedSpan;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.fault.Fault;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces, as a collector gets them. */
class TracingIT {
    private static final String POLL = "POST maps-keys";

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");

    private static ArmwatchFixture traced(ArmwatchFixture armwatch, URI collector) {
        return armwatch.with("armwatch.tracing", "otlp").with("armwatch.tracing.endpoint", collector.toString());
    }

    private static void rotate(SimulatedAzure azure, String account) {
        azure.call("POST", account + "/regenerateKey", "{\"keyType\":\"primary\"}");
    }

    @ParameterizedTest
    @EnumSource
    void the_trace_of_a_rotated_key_leads_from_the_tick_to_the_commit(EventFormatCheck mode) {
        try (TraceCollector collector = TraceCollector.start();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = traced(new ArmwatchFixture(azure.uri(), List.of(maps)), collector.uri())
                        .with("armwatch.events.mode", mode == EventFormatCheck.BINARY ? "binary" : "structured")) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", maps);
            azure.awaitAsked(List.of(maps), 2);
            rotate(azure, maps);
            ReceivedEvent event = armwatch.reader().await("key.rotated", maps);

            String[] traceparent = event.attribute("traceparent").split("-", -1);
            assertThat(traceparent).hasSize(4).startsWith("00");
            assertThat(Integer.parseInt(traceparent[3], 16) & 1).as("sampled").isEqualTo(1);
            CollectedSpan commit = collector.await(traceparent[1], "commit");
            CollectedSpan tick = collector.awaitFirst(traceparent[1]);
            collector.await(traceparent[1], "scan maps-keys");
            List<CollectedSpan> path = path(collector, commit);
            assertThat(path.stream().map(CollectedSpan::name))
                    .containsExactly(
                            "commit",
                            "detect maps-keys",
                            "send observations",
                            POLL,
                            "scan maps-keys",
                            "scan",
                            "scan",
                            "quartz");
            assertThat(tick.attributes()).containsEntry("component", "camel-quartz");
            assertThat(path.get(1).id()).as("the event names change detection").isEqualTo(traceparent[2]);
            assertThat(path.get(1).attributes())
                    .containsEntry("cloud.resource_id", maps)
                    .containsEntry("armwatch.outcome", "accepted")
                    .hasEntrySatisfying(
                            "armwatch.events", types -> assertThat(types).contains("key.rotated"));
            assertThat(path.get(3).attributes())
                    .containsEntry("http.request.method", "POST")
                    .containsEntry("http.response.status_code", "200")
                    .containsEntry("url.path", maps + "/listKeys")
                    .containsKey("az.client_request_id");
            assertThat(path.get(4).attributes())
                    .containsEntry("armwatch.trigger", "tick")
                    .containsEntry("armwatch.scan.changed", "1");
            EventFormatCheck.checkSchema(event);
            if (mode == EventFormatCheck.BINARY) {
                assertThat(event.headers()).contains("ce_traceparent: " + event.attribute("traceparent"));
            }
        }
    }

    /** From a span to the first one of its trace. */
    private static List<CollectedSpan> path(TraceCollector collector, CollectedSpan last) {
        List<CollectedSpan> path = new ArrayList<>(List.of(last));
        for (var above = collector.withId(last.parent());
                above.isPresent();
                above = collector.withId(above.get().parent())) {
            path.add(above.get());
        }
        assertThat(path.get(path.size() - 1).parent()).as("parent of the first").isEmpty();
        return path;
    }

    @Test
    void unchanged_polls_have_no_spans_and_failed_ones_have() {
        try (TraceCollector collector = TraceCollector.start();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = traced(new ArmwatchFixture(azure.uri(), List.of(maps)), collector.uri())) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", maps);
            azure.awaitAsked(List.of(maps), 5);
            long scans = count(collector, "scan maps-keys");
            Awaitility.await("spans of scans").until(() -> count(collector, "scan maps-keys") > scans + 2);
            assertThat(count(collector, POLL)).isEqualTo(1);

            azure.simulator().faults("""
                    - fault: listKeys is not allowed
                      calls: { operation: Accounts_ListKeys }
                      answer: { status: 400 }
                    """);
            ReceivedEvent failed = armwatch.reader().await("poll.failed", maps);
            String trace = failed.attribute("traceparent").split("-", -1)[1];
            assertThat(collector.await(trace, POLL))
                    .matches(CollectedSpan::failed)
                    .satisfies(poll -> assertThat(poll.attributes()).containsEntry("http.response.status_code", "400"));
        }
    }

    private static long count(TraceCollector collector, String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .count();
    }

    @Test
    void without_tracing_nothing_of_opentelemetry_is_loaded_and_events_name_no_trace() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(maps))) {
            ArmwatchProcess child = armwatch.spawn(
                    ArmwatchProcess.Options.ORDINARY.by(List.of("-Xlog:class+load", Armwatch.class.getName())));
            armwatch.reader().await("resource.discovered", maps);
            rotate(azure, maps);
            ReceivedEvent event = armwatch.reader().await("key.rotated", maps);
            child.terminate();
            child.awaitEnd(Duration.ofSeconds(10));

            assertThat(event.event().has("traceparent")).isFalse();
            assertThat(child.output().lines())
                    .anyMatch(line -> line.contains(" io.armwatch.trace.Tracing "))
                    .noneMatch(line -> line.contains(" io.opentelemetry.") || line.contains("camel.opentelemetry2"));
        }
    }

    @Test
    void while_the_collector_is_away_events_are_published_and_one_warning_says_so() {
        int port = EmbeddedBroker.freePort();
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = traced(
                        new ArmwatchFixture(azure.uri(), List.of(maps)), URI.create("http://127.0.0.1:" + port))) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", maps);
            Awaitility.await("the warning")
                    .until(() ->
                            !logs.lines("WARN", "Traces cannot be exported").isEmpty());
            rotate(azure, maps);
            armwatch.reader().await("key.rotated", maps);
            azure.awaitAsked(List.of(maps), 3);
            assertThat(logs.lines("Traces cannot be exported"))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).contains("http://127.0.0.1:" + port + "/v1/traces (ConnectException)"));
            try (TraceCollector collector = TraceCollector.startAt(port)) {
                Awaitility.await("a line that exports succeed")
                        .until(() ->
                                !logs.lines("INFO", "Traces are exported to").isEmpty());
                Awaitility.await("spans").until(() -> !collector.spans().isEmpty());
            }
        }
    }

    @Test
    void a_collector_that_never_answers_delays_neither_events_nor_the_end() {
        try (TraceCollector collector = TraceCollector.silent();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = traced(new ArmwatchFixture(azure.uri(), List.of(maps)), collector.uri())) {
            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            armwatch.reader().await("resource.discovered", maps);
            rotate(azure, maps);
            armwatch.reader().await("key.rotated", maps);
            child.terminate();

            assertThat(child.awaitEnd(Duration.ofSeconds(10))).isIn(0, 143);
            assertThat(child.output()).contains("armwatch has stopped").doesNotContain("io.opentelemetry");
        }
    }

    @Test
    void no_trace_holds_a_key_or_a_token() {
        String subscription = resources.apim("subscription");
        String identity = "identity-header-0a77c2d1";
        try (TraceCollector collector = TraceCollector.start();
                SimulatedAzure azure = SimulatedAzure.with(
                        resources, SimulatorOptions.builder().auth(true).identityHeader(identity));
                ArmwatchFixture armwatch = traced(
                                new ArmwatchFixture(azure.uri(), resources.watched()), collector.uri())
                        .with("armwatch.azure.credential", "default")
                        .with("armwatch.apim.keys", "true")
                        .with("armwatch.fingerprint.key", "canary-fingerprint-3f0e")) {
            armwatch.spawn(new ArmwatchProcess.Options(
                    Map.of("IDENTITY_ENDPOINT", azure.uri() + "/msi/token", "IDENTITY_HEADER", identity),
                    "warn",
                    "info"));
            azure.logIn(identity);
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            String keys = azure.call("POST", maps + "/listKeys", "").toString();
            String key =
                    azure.call("POST", maps + "/listKeys", "").get("primaryKey").asText();
            for (Handler<HttpServerRequest> bad : LeakIT.badAnswers(key, keys)) {
                Fault fault = azure.simulator().fault(request -> !request.path().startsWith("/msi"), bad);
                azure.awaitAsked(resources.watched(), 1);
                fault.close();
            }
            rotate(azure, maps);
            azure.call("POST", subscription + "/regeneratePrimaryKey", "");
            for (String id : List.of(maps, subscription)) {
                ReceivedEvent event = armwatch.reader().await("key.rotated", id);
                collector.await(event.attribute("traceparent").split("-", -1)[1], "commit");
            }

            List<String> secrets = new ArrayList<>(azure.simulator().secrets());
            secrets.addAll(List.of(identity, "canary-fingerprint-3f0e", "api-version="));
            String written = String.join("\n", collector.bodies());
            assertThat(written).contains(maps, subscription + "/listSecrets");
            assertThat(secrets)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(secret -> assertThat(written.contains(secret))
                            .as("a secret is in no trace")
                            .isFalse());
            assertThat(Optional.of(written).filter(text -> text.contains(key))).isEmpty();
        }
    }
}
