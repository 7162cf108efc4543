package io.armwatch.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final Target TARGET = new Target(
            "apim-subscription",
            ArmId.of(
                    "/subscriptions/S/resourceGroups/Größe/providers/Microsoft.ApiManagement/service/a/subscriptions/Ä 1"),
            "/listsecrets");
    private static final ObjectNode STATE = JsonNodeFactory.instance
            .objectNode()
            .put("text", "Ü 🔑 \" \\ \n")
            .put("number", 1.5)
            .put("long", Long.MAX_VALUE)
            .put("flag", true);
    private static final Failure WHOLE = new Failure(
            Reason.INVALID_RESPONSE, Optional.of(200), Optional.of("Code"), Optional.of("words"), 3, Optional.of(AT));
    private static final Failure BARE =
            new Failure(Reason.TIMEOUT, Optional.empty(), Optional.empty(), Optional.empty(), 1, Optional.empty());

    static Stream<Observation> observations() {
        return Stream.of(
                new Seen(TARGET, 7, AT, STATE, Optional.of(AT), 2),
                new Seen(TARGET, 0, AT, STATE, Optional.empty(), 0),
                new Seen(TARGET, 0, AT, STATE, Optional.empty(), 0, Optional.of(Labels.of(STATE)), 1),
                new Seen(
                        TARGET,
                        0,
                        AT,
                        STATE,
                        Optional.empty(),
                        0,
                        Optional.of(new Labels(Optional.of("x"), Optional.empty())),
                        2),
                new Seen(TARGET, 0, AT, STATE, Optional.empty(), 0, Optional.empty(), 1, true),
                new Absent(TARGET, 7, AT, WHOLE, false),
                new Absent(TARGET, 7, AT, WHOLE, true),
                new Reached(TARGET, 7, AT, 2),
                new Scanned(
                        TARGET, 7, AT, new ScanCompleted("maps-keys", "/subscriptions/s/", AT, 7, 6, 4, 2, 1, false)),
                new Failed(TARGET, 7, AT, WHOLE, Optional.of(AT)),
                new Recalled(TARGET, 7, AT, STATE, AT),
                new Unwatched(TARGET, 7, AT),
                new Failed(TARGET, 0, AT, BARE));
    }

    static Stream<KnownState> states() {
        return Stream.of(
                new KnownState(
                        TARGET,
                        Optional.of(AT),
                        1,
                        Optional.of(AT),
                        Optional.of(STATE),
                        false,
                        0,
                        Optional.empty(),
                        List.of()),
                new KnownState(
                        TARGET,
                        Optional.of(AT),
                        4,
                        Optional.of(AT),
                        Optional.empty(),
                        true,
                        0,
                        Optional.empty(),
                        List.of()),
                new KnownState(
                        TARGET,
                        Optional.empty(),
                        Long.MAX_VALUE,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        2,
                        Optional.of(new Outage(Reason.SERVER_ERROR, AT, 9)),
                        List.of(new Incident(
                                Incident.DELETION_FAILED,
                                2,
                                Optional.of("0a"),
                                Optional.of("Failed"),
                                Optional.of(new Timestamp("2026-11-21T10:00:00Z")),
                                Optional.empty()))));
    }

    /** As the version before incarnations wrote it. */
    @Test
    void a_state_without_incarnation_is_restored_whole() {
        String old = "{\"target\":{\"source\":\"apim-subscription\",\"id\":\"" + TARGET.id()
                + "\",\"suffix\":\"/listsecrets\"},\"revision\":3,\"observedAt\":\"2026-11-21T10:00:00.120Z\",\"state\":{},"
                + "\"deleted\":false,\"missing\":0}";

        StoredState stored = StoredState.of(TARGET, StateCompression.pack(old.getBytes(UTF_8)));

        assertThat(stored.whole()).isTrue();
        assertThat(stored.known().incarnation()).isEmpty();
        assertThat(stored.known().incidents()).isEmpty();
        assertThat(stored.known().observedAt()).contains(Instant.parse("2026-11-21T10:00:00.120Z"));
    }

    @Test
    void an_instant_is_one_text_however_it_was_given() {
        Reached reached = new Reached(TARGET, 7, Instant.parse("2026-11-21T10:00:00.120Z"), 2);

        assertThat(new String(Json.write(reached), UTF_8)).contains("\"2026-11-21T10:00:00.12Z\"");
    }

    @Test
    void every_kind_of_observation_is_among_the_examples() {
        assertThat(observations().<Class<?>>map(Observation::getClass).distinct())
                .containsExactlyInAnyOrder(Observation.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("observations")
    void an_observation_is_read_as_it_was_written(Observation observation) throws IOException {
        Observation read = Json.read(Json.write(observation), Observation.class);

        assertThat(read).isEqualTo(observation);
        assertThat(read.target().id().text()).isEqualTo(TARGET.id().text());
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_known_state_is_read_as_it_was_written(KnownState state) throws IOException {
        assertThat(Json.read(Json.write(state), KnownState.class)).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource
    void a_reason_is_written_as_events_have_it(Reason reason) {
        assertThat(new String(Json.write(reason), UTF_8)).isEqualTo('"' + reason.text() + '"');
    }

    @Test
    void what_is_absent_is_not_written() {
        assertThat(new String(Json.write(BARE), UTF_8)).isEqualTo("{\"reason\":\"timeout\",\"attempts\":1}");
    }

    @Test
    void what_a_later_version_adds_is_ignored() throws IOException {
        Failed failed = new Failed(TARGET, 0, AT, BARE);
        String more = new String(Json.write(failed), UTF_8).replace("{\"kind\"", "{\"more\":[1],\"kind\"");

        assertThat(Json.read(more.getBytes(UTF_8), Observation.class)).isEqualTo(failed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"kind\":\"dreamt\"}",
                "{\"kind\":\"seen\"}",
                "{\"kind\":\"failed\",\"target\":{\"source\":\"maps-keys\",\"id\":\"/subscriptions/s\",\"suffix\":\"\"}}",
                "<html>",
            })
    void an_invalid_observation_is_refused(String text) {
        assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8), Observation.class))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_known_state_is_restored_whole(KnownState state) {
        assertThat(StoredState.of(TARGET, StateCompression.pack(Json.write(state))))
                .isEqualTo(new StoredState(state, true));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_known_state_that_was_stored_as_json_is_restored_whole(KnownState state) {
        assertThat(StoredState.of(TARGET, Json.write(state))).isEqualTo(new StoredState(state, true));
    }

    @Test
    void the_readable_parts_of_a_damaged_state_are_kept() {
        KnownState state = new KnownState(
                TARGET,
                Optional.of(AT),
                41,
                Optional.of(AT),
                Optional.of(STATE),
                false,
                1,
                Optional.of(new Outage(Reason.TIMEOUT, AT, 1)),
                List.of());
        String later = new String(Json.write(state), UTF_8).replace("\"timeout\"", "\"reason-of-a-later-version\"");

        assertThat(StoredState.of(TARGET, StateCompression.pack(later.getBytes(UTF_8))))
                .isEqualTo(new StoredState(
                        new KnownState(
                                TARGET,
                                Optional.empty(),
                                41,
                                Optional.of(AT),
                                Optional.of(STATE),
                                false,
                                0,
                                Optional.empty(),
                                List.of()),
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"revision\":-5}", "{\"revision\":\"5\"}", "\u0000\u0001"})
    void a_completely_unreadable_state_has_an_unused_revision(String stored) {
        StoredState restored = StoredState.of(TARGET, stored.getBytes(UTF_8));

        assertThat(restored.whole()).isFalse();
        assertThat(restored.known())
                .isEqualTo(new KnownState(
                        TARGET,
                        Optional.empty(),
                        StoredState.BEYOND_COUNTING,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void a_state_cut_short_anywhere_is_restored_to_something() {
        byte[] whole = Json.write(states().findFirst().orElseThrow());

        for (int length = 0; length < whole.length; length++) {
            StoredState stored = StoredState.of(TARGET, Arrays.copyOf(whole, length));

            assertThat(stored.known().revision()).isPositive();
        }
    }
}
