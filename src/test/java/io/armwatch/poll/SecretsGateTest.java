package io.armwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.azure.ArmId;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsGateTest {
    private static final ArmId ID = ArmId.of(
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/subscriptions/Sid");
    private static final Optional<String> ONE = Optional.of("\"1\"");
    private static final Optional<String> TWO = Optional.of("\"2\"");
    private static final Source APIM =
            PolledResource.of("apim-subscription", ID.text()).source();

    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private Optional<JsonNode> known = Optional.empty();
    private final SecretsGate gate = new SecretsGate(true, time::nanos);

    private boolean opens(ArmId id, Optional<String> etag) {
        return gate.shouldRead(id, etag, () -> known);
    }

    /** Asked for where that is worth it, and read as it is known; whether it was worth it. */
    private boolean asked(ArmId id, Optional<String> etag) {
        boolean worth = opens(id, etag);
        if (worth) {
            gate.markRead(id, Optional.empty());
        }
        return worth;
    }

    @Test
    void secrets_are_read_at_first_and_then_when_the_etag_changes() {
        assertThat(asked(ID, ONE)).isTrue();
        assertThat(asked(ID, ONE)).isFalse();
        assertThat(asked(ID, TWO)).isTrue();
        assertThat(asked(ID, TWO)).isFalse();
        assertThat(asked(ID, ONE)).isTrue();
    }

    @Test
    void an_etag_that_stands_still_is_believed_for_six_hours() {
        asked(ID, ONE);
        time.pass(Duration.ofHours(6).minusNanos(1));
        assertThat(asked(ID, ONE)).isFalse();
        time.pass(Duration.ofNanos(1));

        assertThat(asked(ID, ONE)).isTrue();
        assertThat(asked(ID, ONE)).isFalse();
    }

    @Test
    void without_an_etag_secrets_are_read_every_quarter_of_an_hour() {
        assertThat(asked(ID, Optional.empty())).isTrue();
        time.pass(Duration.ofMinutes(14));
        assertThat(asked(ID, Optional.empty())).isFalse();
        time.pass(Duration.ofMinutes(1));

        assertThat(asked(ID, Optional.empty())).isTrue();
    }

    @Test
    void what_could_not_be_read_is_requested_again() {
        asked(ID, ONE);
        assertThat(opens(ID, TWO)).isTrue();
        gate.markFailed(ID);

        assertThat(opens(ID, ONE)).isTrue();
    }

    @Test
    void until_it_is_answered_it_stays_open() {
        assertThat(opens(ID, ONE)).isTrue();
        assertThat(opens(ID, ONE)).isTrue();
    }

    /** The observation may not reach Kafka, or be too late to be accepted. */
    @Test
    void what_was_read_but_not_accepted_is_requested_again() {
        opens(ID, ONE);
        gate.markRead(ID, Optional.of(TextNode.valueOf("keys")));
        assertThat(opens(ID, ONE)).isFalse();
        time.pass(Duration.ofSeconds(30));

        assertThat(opens(ID, ONE)).isTrue();
    }

    @Test
    void what_was_read_and_accepted_is_not_requested_again() {
        opens(ID, ONE);
        gate.markRead(ID, Optional.of(TextNode.valueOf("keys")));
        known = Optional.of(TextNode.valueOf("keys"));
        time.pass(Duration.ofSeconds(30));
        assertThat(opens(ID, ONE)).isFalse();
        known = Optional.of(TextNode.valueOf("newer keys"));

        assertThat(opens(ID, ONE)).isFalse();
    }

    @Test
    void a_resource_is_the_same_in_any_casing_and_no_other() {
        asked(ID, ONE);

        assertThat(opens(ArmId.of(ID.key()), ONE)).isFalse();
        assertThat(opens(ArmId.of(ID.text() + "2"), ONE)).isTrue();
    }

    @Test
    void only_api_management_has_a_second_view_and_only_where_it_is_wanted() {
        assertThat(gate.secretsSource(APIM).flatMap(Source::action)).contains("listSecrets");
        assertThat(gate.secretsSource(
                        PolledResource.of("maps-keys", "/subscriptions/s").source()))
                .isEmpty();
        assertThat(new SecretsGate(false, time::nanos).secretsSource(APIM)).isEmpty();
    }
}
