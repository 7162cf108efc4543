package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.source.Source;
import io.armwatch.source.Watched;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsGateTest {
    private static final ArmId ID = ArmId.of(
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/subscriptions/Sid");
    private static final Optional<String> ONE = Optional.of("\"1\"");
    private static final Optional<String> TWO = Optional.of("\"2\"");
    private static final Source APIM =
            Watched.of("apim-subscription", ID.text()).source();

    private final Desk.MovableTime time = new Desk.MovableTime();
    private final SecretsGate gate = new SecretsGate(true, time);

    @Test
    void it_opens_on_first_sight_and_then_for_another_etag() {
        assertThat(gate.opens(ID, ONE)).isTrue();
        assertThat(gate.opens(ID, ONE)).isFalse();
        assertThat(gate.opens(ID, TWO)).isTrue();
        assertThat(gate.opens(ID, TWO)).isFalse();
        assertThat(gate.opens(ID, ONE)).isTrue();
    }

    @Test
    void an_etag_that_stands_still_is_believed_for_six_hours() {
        gate.opens(ID, ONE);
        time.pass(Duration.ofHours(6).minusNanos(1));
        assertThat(gate.opens(ID, ONE)).isFalse();
        time.pass(Duration.ofNanos(1));

        assertThat(gate.opens(ID, ONE)).isTrue();
        assertThat(gate.opens(ID, ONE)).isFalse();
    }

    @Test
    void without_an_etag_it_opens_every_quarter_of_an_hour() {
        assertThat(gate.opens(ID, Optional.empty())).isTrue();
        time.pass(Duration.ofMinutes(14));
        assertThat(gate.opens(ID, Optional.empty())).isFalse();
        time.pass(Duration.ofMinutes(1));

        assertThat(gate.opens(ID, Optional.empty())).isTrue();
    }

    @Test
    void what_could_not_be_read_is_asked_for_again() {
        gate.opens(ID, ONE);
        gate.failed(ID);

        assertThat(gate.opens(ID, ONE)).isTrue();
    }

    @Test
    void a_resource_is_the_same_in_any_casing_and_no_other() {
        gate.opens(ID, ONE);

        assertThat(gate.opens(ArmId.of(ID.key()), ONE)).isFalse();
        assertThat(gate.opens(ArmId.of(ID.text() + "2"), ONE)).isTrue();
    }

    @Test
    void only_api_management_has_a_second_view_and_only_where_it_is_wanted() {
        assertThat(gate.beside(APIM).flatMap(Source::action)).contains("listSecrets");
        assertThat(gate.beside(Watched.of("maps-keys", "/subscriptions/s").source()))
                .isEmpty();
        assertThat(new SecretsGate(false, time).beside(APIM)).isEmpty();
    }
}
