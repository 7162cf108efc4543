package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.change.Observation.Seen;
import io.armwatch.source.PolledResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known states as the last version without record versions wrote them, each with the answer of Azure that it comes from. */
class UpgradeTest {
    private final TopologyFixture bench = TopologyFixture.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<JsonNode> states() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/known-states/without-record-versions.jsonl")).stream()
                .map(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_known_state_of_the_older_version_is_taken_over_without_an_event(JsonNode each) throws Exception {
        store(each);

        bench.send(seen(each, (ObjectNode) each.get("answer")));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.count("stale")).isZero();
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_change_after_the_upgrade_is_reported(JsonNode each) throws Exception {
        store(each);
        ObjectNode answer = each.get("answer").deepCopy();
        if (answer.has("primaryKey")) {
            answer.put("primaryKey", "another");
        } else {
            ((ObjectNode) answer.get("properties"))
                    .put("provisioningState", "Deleting")
                    .put("state", "suspended");
        }

        bench.send(seen(each, answer));

        assertThat(bench.events()).isNotEmpty();
    }

    private void store(JsonNode each) {
        bench.store(key(each), each.get("known").toString());
    }

    private static String key(JsonNode each) {
        return polled(each).id().key();
    }

    private static PolledResource polled(JsonNode each) {
        return PolledResource.of(
                each.at("/known/target/source").textValue(),
                each.at("/known/target/id").textValue());
    }

    private static Seen seen(JsonNode each, ObjectNode answer) throws Exception {
        JsonNode state = polled(each).state(answer.without(List.of("id", "name")));
        return new Seen(
                TopologyFixture.target(polled(each)),
                each.at("/known/revision").longValue(),
                TopologyFixture.START,
                state,
                Optional.empty(),
                0,
                Optional.empty(),
                polled(each).source().recordVersion());
    }
}
