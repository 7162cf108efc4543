package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.fault.Faults;
import io.armwatch.source.PossibleAnswers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bad answers to each source, one kind of them after the other; {@link BadAnswersIT} has more kinds, to one source. */
class BadAnswersToEverySourceIT {
    private static final List<Bad> BAD = List.of(
            new Bad("not JSON", "invalid-response", Faults.notJson()),
            new Bad("truncated", "invalid-response", Faults.truncatedJson()),
            new Bad("HTML", "invalid-response", Faults.answer(200, "text/html", "<html>hello</html>", Map.of())),
            new Bad(
                    "a gateway's 404",
                    "invalid-response",
                    Faults.answer(404, "text/html", "<html>no</html>", Map.of())),
            new Bad("a gateway's HTML", "server-error", Faults.badGatewayHtml()),
            new Bad("nothing", "invalid-response", Faults.answer(200, "")),
            new Bad("null", "invalid-response", Faults.answer(200, "null")),
            new Bad("a list", "invalid-response", Faults.answer(200, "[]")),
            new Bad("a text", "invalid-response", Faults.answer(200, "\"x\"")),
            new Bad("nested too deep", "invalid-response", Faults.answer(200, "[".repeat(100_000))),
            new Bad("an unknown status", "invalid-response", Faults.answer(299, "{}")),
            new Bad("429", "throttled", Faults.tooManyRequests(Duration.ofSeconds(1))),
            new Bad("500", "server-error", Faults.serverError(500)),
            new Bad("closed connection", "unreachable", Faults.closeConnection()));

    private record Bad(String what, String reason, Handler<HttpServerRequest> answer) {}

    private final Map<String, PossibleAnswers> kinds = new LinkedHashMap<>();
    private volatile Optional<Bad> bad = Optional.empty();

    @Test
    void each_is_reported_once_with_its_reason_and_once_when_it_is_over_and_changes_nothing_that_is_known() {
        PossibleAnswers.all()
                .filter(PossibleAnswers::canBeWatchedAlone)
                .forEach(kind -> kinds.put(kind.resource().id().text(), kind));
        try (SimulatedAzure azure = SimulatedAzure.withAllSources(SimulatorOptions.builder());
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), List.copyOf(kinds.keySet())).withAllSources()) {
            kinds.values()
                    .forEach(kind -> azure.simulator()
                            .fault(request -> isAbout(kind, request), request -> answer(kind, request)));
            armwatch.start();
            kinds.keySet().forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.processedEvents();
            Map<String, JsonNode> known = known(armwatch);
            assertThat(known).hasSizeGreaterThanOrEqualTo(kinds.size());

            for (int times = 1; times <= BAD.size(); times++) {
                bad = Optional.of(BAD.get(times - 1));
                await(armwatch, "poll.failed", times);
                bad = Optional.empty();
                await(armwatch, "poll.recovered", times);
            }

            List<ReceivedEvent> events = armwatch.processedEvents();
            kinds.forEach((id, kind) ->
                    assertThat(outages(events, id)).as("outages of %s", kind).containsExactlyElementsOf(expected()));
            assertThat(events)
                    .extracting(ReceivedEvent::type)
                    .doesNotContain("resource.changed", "resource.deleted", "key.rotated");
            assertThat(known(armwatch)).isEqualTo(known);
        }
    }

    private static boolean isAbout(PossibleAnswers kind, HttpServerRequest request) {
        return request.path().equalsIgnoreCase(kind.path());
    }

    private void answer(PossibleAnswers kind, HttpServerRequest request) {
        bad.map(Bad::answer)
                .orElseGet(() -> Faults.answer(200, kind.first().toString()))
                .handle(request);
    }

    /** Waits until each resource has as many of these events as there were bad answers. */
    private void await(ArmwatchFixture armwatch, String type, int times) {
        Awaitility.await(type + " number " + times)
                .pollInSameThread()
                .until(() -> kinds.keySet().stream()
                        .allMatch(id -> armwatch.reader().typesTold(id).stream()
                                        .filter(type::equals)
                                        .count()
                                >= times));
    }

    private Map<String, JsonNode> known(ArmwatchFixture armwatch) {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        kinds.forEach((id, kind) -> armwatch.reader()
                .known(KnownStateCheck.key(id))
                .ifPresent(record -> known.put(id, record.get("state"))));
        return known;
    }

    private static List<String> outages(List<ReceivedEvent> events, String id) {
        List<String> outages = new ArrayList<>();
        events.stream()
                .filter(event -> event.isOf(id) && event.type().startsWith("poll."))
                .forEach(event -> outages.add(
                        event.type() + (event.type().equals("poll.failed") ? " " + event.data("reason") : "")));
        return outages;
    }

    private static List<String> expected() {
        return BAD.stream()
                .flatMap(each -> List.of("poll.failed " + each.reason(), "poll.recovered").stream())
                .toList();
    }
}
