package io.armwatch.outlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.outlet.OutletOptions.Given;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutletOptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static OutletOptions options(String name, String topics, String types, String begin, int concurrency) {
        return OutletOptions.of(
                name,
                new Given(topics, types, begin, concurrency, SECOND, SECOND.multipliedBy(60), Duration.ZERO),
                "azure");
    }

    @Test
    void topics_have_the_prefix_of_the_installation() {
        assertThat(options("crm", "key-rotations, polling,outlet.hr.dead-letters", "*", "latest", 1)
                        .topics())
                .containsExactly("azure.key-rotations", "azure.polling", "azure.outlet.hr.dead-letters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Crm | key-rotations | * | earliest | 1 | the name of an outlet 'Crm' cannot be used",
                "crm | known-states | * | earliest | 1 | 'known-states' in topics is no topic of events",
                "crm | key-rotations | key rotated | earliest | 1 | 'key rotated' in types is no type of an event",
                "crm | key-rotations | key.rotatd | earliest | 1 | 'key.rotatd' in types is no type of an event",
                "crm | key-rotations | *,cert.* | earliest | 1 | 'cert.*' in types is no type of an event",
                "crm | outlet.crm.dead-letters | * | earliest | 1 | 'outlet.crm.dead-letters' cannot be used for topics",
                "crm | key-rotations | * | now | 1 | 'now' cannot be used for begin",
                "crm | key-rotations | * | latest | 65 | '65' cannot be used for concurrency",
            })
    void what_cannot_be_used_is_named(
            String name, String topics, String types, String begin, int concurrency, String problem) {
        assertThatThrownBy(() -> options(name, topics, types, begin, concurrency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | io.armwatch.key.rotated.v1 | true",
                "key.rotated | io.armwatch.key.rotated.v1 | true",
                "key.rotated | io.armwatch.key.rotation-overdue.v1 | false",
                "key.* | io.armwatch.encryption-key.changed.v1 | false",
                "key.*,certificate.expired | io.armwatch.certificate.expired.v1 | true",
                "*.expiring | io.armwatch.certificate.expiring.v1 | true",
                "key.rotated | com.example.key.rotated.v1 | false",
            })
    void types_are_short_names_with_stars(String types, String type, boolean has) {
        assertThat(EventTypes.parse(types).has(type)).isEqualTo(has);
    }
}
