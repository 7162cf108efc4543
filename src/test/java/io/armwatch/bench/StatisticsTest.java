package io.armwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatisticsTest {
    private static final Statistics HUNDRED = Statistics.of(
            IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList());

    @Test
    void the_median_is_in_the_middle_whatever_the_order() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
    }

    @Test
    void the_median_of_an_even_count_is_between_the_two_in_the_middle() {
        assertThat(HUNDRED.median()).isEqualTo(50.5);
    }

    @Test
    void a_percentile_is_the_smallest_that_this_share_does_not_exceed() {
        assertThat(HUNDRED.percentile(0.99)).isEqualTo(99.0);
        assertThat(Statistics.of(List.of(3.0, 5.0)).percentile(0.99)).isEqualTo(5.0);
    }

    @Test
    void minimum_and_maximum_are_of_all() {
        assertThat(HUNDRED.min()).isEqualTo(1.0);
        assertThat(HUNDRED.max()).isEqualTo(100.0);
    }

    @Test
    void nothing_measured_has_no_statistics() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.of(List.of()));
    }
}
