package io.armwatch.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.management.api.ApiSources.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusSentenceTest {
    @Test
    void all_is_well() {
        assertThat(new StatusSentence("ok", 1_234, 0, 0, 13, 1).text(List.of(), Optional.of(Duration.ofSeconds(40))))
                .isEqualTo(
                        "armwatch sees everything: 1,234 resources of 13 sources in 1 Azure subscription; everything was"
                                + " seen within the last 40 seconds.");
    }

    @Test
    void before_the_first_scans_have_ended() {
        assertThat(new StatusSentence("ok", 0, 0, 0, 1, 2).text(List.of(), Optional.empty()))
                .isEqualTo(
                        "armwatch sees everything: 0 resources of 1 source in 2 Azure subscriptions; the first scans have"
                                + " not ended.");
    }

    @Test
    void something_needs_attention() {
        assertThat(new StatusSentence("attention", 120, 3, 1, 13, 2)
                        .text(List.of(new Problem(false, "maps-keys is late")), Optional.of(Duration.ofHours(3))))
                .isEqualTo(
                        "armwatch needs attention: 3 of 120 resources cannot be polled, 1 incident is open, maps-keys is"
                                + " late.");
    }

    @Test
    void nothing_is_seen() {
        StatusSentence sentence = new StatusSentence("blind", 2, 2, 0, 1, 1);
        assertThat(sentence.text(List.of(), Optional.empty()))
                .isEqualTo("armwatch sees nothing: none of 2 resources can be polled.");
        assertThat(sentence.text(
                        List.of(new Problem(false, "late"), new Problem(true, "Kafka cannot be reached")),
                        Optional.empty()))
                .isEqualTo("armwatch sees nothing: Kafka cannot be reached.");
    }
}
