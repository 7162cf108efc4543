package io.armwatch.source.apimsubscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.SubscriptionStateChanged;
import io.armwatch.change.Timestamp;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApimSubscriptionTest {
    private static final ObjectNode BODY = OfficialExample.body("apim-subscription/apim-subscription-get.json");
    private static final PolledResource SUBSCRIPTION =
            PolledResource.of("apim-subscription", BODY.get("id").textValue());
    private static final List<String> STATES =
            List.of("submitted", "active", "suspended", "rejected", "cancelled", "expired");

    static Stream<Arguments> pairs() {
        return STATES.stream().flatMap(from -> STATES.stream().map(to -> Arguments.of(from, to)));
    }

    private static ObjectNode in(String state) {
        return OfficialExample.with(BODY, "/properties/state", state);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void every_change_from_one_state_to_another_is_reported(String from, String to) throws Exception {
        List<Change> changes = SUBSCRIPTION.changes(in(from), in(to));

        if (from.equals(to)) {
            assertThat(changes).isEmpty();
        } else {
            assertThat(changes).hasSize(1);
            assertThat(changes.get(0)).isInstanceOfSatisfying(SubscriptionStateChanged.class, change -> {
                assertThat(change.previousState()).contains(from);
                assertThat(change.state()).contains(to);
            });
        }
    }

    @Test
    void a_state_in_another_casing_is_unchanged() throws Exception {
        assertThat(SUBSCRIPTION.changes(in("active"), in("Active"))).isEmpty();
    }

    @Test
    void an_unknown_state_is_reported_as_azure_writes_it() throws Exception {
        assertThat(SUBSCRIPTION.changes(BODY, in("quarantined")))
                .hasSize(1)
                .first()
                .hasFieldOrPropertyWithValue("state", Optional.of("quarantined"));
    }

    @Test
    void a_state_change_is_reported_with_the_subscription_and_its_time() throws Exception {
        ObjectNode before = OfficialExample.with(in("active"), "/properties/stateComment", "none");
        ObjectNode after = OfficialExample.with(in("expired"), "/properties/endDate", "2024-05-01T00:00:00.000Z");

        List<Change> changes = SUBSCRIPTION.changes(before, after);

        JsonNode properties = BODY.get("properties");
        assertThat(changes)
                .as("no difference is in two events")
                .containsExactly(new SubscriptionStateChanged(
                        Optional.of("expired"),
                        Optional.of("active"),
                        Optional.empty(),
                        Optional.of("Unlimited"),
                        Optional.of(properties.get("scope").textValue()),
                        Optional.of(properties.get("ownerId").textValue()),
                        Optional.empty(),
                        Optional.of(new Timestamp("2024-05-01T00:00:00Z")),
                        Optional.empty()));
    }

    @Test
    void the_built_in_master_has_neither_owner_nor_product() throws Exception {
        ObjectNode master =
                OfficialExample.without(OfficialExample.without(BODY, "/properties/ownerId"), "/properties/scope");

        List<Change> changes =
                SUBSCRIPTION.changes(master, OfficialExample.with(master, "/properties/state", "suspended"));

        assertThat(changes)
                .hasSize(1)
                .first()
                .hasFieldOrPropertyWithValue("ownerId", Optional.empty())
                .hasFieldOrPropertyWithValue("scope", Optional.empty());
    }

    @Test
    void ids_in_another_casing_are_the_same_ids() throws Exception {
        JsonNode scope = BODY.at("/properties/scope");
        ObjectNode after = OfficialExample.with(
                BODY, "/properties/scope", scope.textValue().replace("apimService1", "APIM" + "service1"));

        assertThat(SUBSCRIPTION.changes(BODY, after)).isEmpty();
    }

    @Test
    void the_first_observation_reports_only_the_discovery() throws Exception {
        assertThat(SUBSCRIPTION.firstSight(in("suspended"))).isEmpty();
    }

    @Test
    void keys_in_a_body_become_fingerprints_and_their_appearance_a_change() throws Exception {
        ObjectNode after = OfficialExample.with(BODY, "/properties/primaryKey", "v4lue");

        assertThat(SUBSCRIPTION.state(after).at("/properties/primaryKey").textValue())
                .isEqualTo(Fingerprints.sha256()
                        .of(SUBSCRIPTION.id(), "primary", "v4lue")
                        .hex());
        assertThat(PolledResource.paths(SUBSCRIPTION.changes(BODY, after))).containsExactly("/properties/primaryKey");
    }

    @Test
    void keys_in_a_body_are_not_compared_under_another_scheme() throws Exception {
        ObjectNode keyed = OfficialExample.with(BODY, "/properties/primaryKey", "v4lue");
        JsonNode other = SUBSCRIPTION.state(keyed, Fingerprints.hmacSha256("s3cret"));

        assertThat(SUBSCRIPTION
                        .source()
                        .changes(SUBSCRIPTION.state(keyed), List.of(), other)
                        .changes())
                .isEmpty();
    }
}
