package io.armwatch.source.mapskeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.KeyRotated;
import io.armwatch.change.Timestamp;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapsKeysTest {
    private static final PolledResource KEYS = PolledResource.of(
            "maps-keys",
            "/subscriptions/21a9967a-e8a9-4656-a70b-96ff1c4d05a0/resourceGroups/myResourceGroup/providers"
                    + "/Microsoft.Maps/accounts/myMapsAccount");
    private static final ObjectNode BODY = OfficialExample.body("maps-keys/maps-account-list-keys.json");
    private static final Timestamp OLD = new Timestamp("2021-07-02T01:01:01.1075056Z");
    private static final Timestamp NEW = new Timestamp("2021-08-02T01:01:01Z");
    private static final Fingerprints HMAC = Fingerprints.hmacSha256("s3cret");

    private static ObjectNode rotated(JsonNode body, String which, String value, Timestamp at) {
        return OfficialExample.with(
                OfficialExample.with(body, "/" + which + "Key", value), "/" + which + "KeyLastUpdated", at);
    }

    private static String fingerprint(String which, String value) {
        return Fingerprints.sha256().of(KEYS.id(), which, value).hex();
    }

    private static KeyRotated rotation(String which, String value, String previous) {
        return new KeyRotated(
                which,
                Optional.of(NEW),
                Optional.of(OLD),
                Optional.of(fingerprint(which, value)),
                Optional.of(fingerprint(which, previous)),
                Optional.of("sha256"));
    }

    @Test
    void a_state_holds_fingerprints_in_place_of_the_keys() throws Exception {
        JsonNode state = KEYS.state(BODY);

        assertThat(state)
                .isEqualTo(OfficialExample.JSON
                        .createObjectNode()
                        .put("fingerprintScheme", "sha256")
                        .put("primaryKey", "bb2aa53054589a20")
                        .put("primaryKeyLastUpdated", OLD.text())
                        .put("secondaryKey", fingerprint("secondary", "<secondaryKey>"))
                        .put("secondaryKeyLastUpdated", OLD.text()));
    }

    @Test
    void the_first_observation_reports_no_rotation() throws Exception {
        assertThat(KEYS.firstSight(BODY)).isEmpty();
    }

    @Test
    void both_keys_rotated_at_once_are_two_rotations() throws Exception {
        ObjectNode after = rotated(rotated(BODY, "primary", "p2", NEW), "secondary", "s2", NEW);

        assertThat(KEYS.changes(BODY, after))
                .containsExactly(
                        rotation("primary", "p2", "<primaryKey>"), rotation("secondary", "s2", "<secondaryKey>"));
    }

    @Test
    void a_second_rotation_between_two_polls_is_reported_once() throws Exception {
        ObjectNode unseen = rotated(BODY, "primary", "p2", new Timestamp("2021-07-20T00:00:00Z"));
        ObjectNode after = rotated(unseen, "primary", "p3", NEW);

        assertThat(KEYS.changes(BODY, after)).containsExactly(rotation("primary", "p3", "<primaryKey>"));
    }

    @Test
    void a_time_that_moved_without_the_key_is_no_rotation() throws Exception {
        List<Change> changes = KEYS.changes(BODY, OfficialExample.with(BODY, "/secondaryKeyLastUpdated", NEW));

        assertThat(changes).hasSize(1);
        assertThat(PolledResource.paths(changes)).containsExactly("/secondaryKeyLastUpdated");
    }

    @Test
    void a_key_that_changed_without_its_time_was_rotated_at_a_time_unknown() throws Exception {
        assertThat(KEYS.changes(BODY, OfficialExample.with(BODY, "/primaryKey", "p2")))
                .containsExactly(new KeyRotated(
                        "primary",
                        Optional.empty(),
                        Optional.of(OLD),
                        Optional.of(fingerprint("primary", "p2")),
                        Optional.of(fingerprint("primary", "<primaryKey>")),
                        Optional.of("sha256")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void a_key_that_was_absent_is_a_rotation_from_nothing(String nothing) throws Exception {
        ObjectNode before = OfficialExample.with(BODY, "/primaryKey", nothing.isEmpty() ? "" : null);

        assertThat(KEYS.changes(before, BODY))
                .containsExactly(new KeyRotated(
                        "primary",
                        Optional.empty(),
                        Optional.of(OLD),
                        Optional.of("bb2aa53054589a20"),
                        Optional.empty(),
                        Optional.of("sha256")));
    }

    @Test
    void a_key_that_disappeared_is_a_change_but_not_a_rotation() throws Exception {
        List<Change> changes = KEYS.changes(BODY, OfficialExample.without(BODY, "/primaryKey"));

        assertThat(changes).hasSize(1);
        assertThat(PolledResource.paths(changes)).containsExactly("/primaryKey");
    }

    @Test
    void another_fingerprint_scheme_alone_is_not_reported() throws Exception {
        assertThat(KEYS.source()
                        .changes(KEYS.state(BODY), List.of(), KEYS.state(BODY, HMAC))
                        .changes())
                .isEmpty();
    }

    @Test
    void under_another_scheme_a_key_is_rotated_where_its_time_moved_on() throws Exception {
        ObjectNode after = rotated(rotated(BODY, "primary", "p2", NEW), "secondary", "s2", OLD);

        List<Change> changes = KEYS.source()
                .changes(KEYS.state(BODY), List.of(), KEYS.state(after, HMAC))
                .changes();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0)).isInstanceOfSatisfying(KeyRotated.class, rotation -> {
            assertThat(rotation.key()).isEqualTo("primary");
            assertThat(rotation.rotatedAt()).contains(NEW);
            assertThat(rotation.fingerprint())
                    .contains(HMAC.of(KEYS.id(), "primary", "p2").hex());
        });
    }

    @Test
    void under_another_scheme_a_time_that_moved_back_is_not_reported() throws Exception {
        ObjectNode earlier = OfficialExample.with(BODY, "/primaryKeyLastUpdated", "2020-01-01T00:00:00Z");

        assertThat(KEYS.source()
                        .changes(KEYS.state(BODY), List.of(), KEYS.state(earlier, HMAC))
                        .changes())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"primaryKey\":\"\",\"secondaryKey\":null}", "{\"keys\":[\"a\"]}"})
    void an_answer_without_any_key_is_refused(String body) {
        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> KEYS.state(OfficialExample.JSON.readTree(body)))
                .withMessage("the response holds neither /primaryKey nor /secondaryKey");
    }

    @Test
    void a_time_in_another_number_of_digits_is_the_same_time() throws Exception {
        ObjectNode short7 = OfficialExample.with(BODY, "/primaryKeyLastUpdated", "2021-07-02T01:01:01.1000000Z");
        ObjectNode short1 = OfficialExample.with(BODY, "/primaryKeyLastUpdated", "2021-07-02T01:01:01.1Z");

        assertThat(KEYS.changes(short7, short1)).isEmpty();
    }
}
