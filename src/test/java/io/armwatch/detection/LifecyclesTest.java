package io.armwatch.detection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.source.OfficialExample;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of resources, of answers, failures, absences, losses of what was known, and the end of watching: what holds for
 * the events of all of them. A history is made by its seed, so that one that fails can be run again.
 */
class LifecyclesTest {
    private static final int HISTORIES = 30;

    private static Stream<RandomHistory> histories() {
        return Stream.<RandomAnswers>of(
                        new RandomAnswers.Certificate(),
                        new RandomAnswers.Ageing(new RandomAnswers.Certificate()),
                        new RandomAnswers.Ageing(new RandomAnswers.Variants(
                                DetectionExamples.KEYS,
                                List.of(
                                        rotated("one", "2026-10-01T00:00:00Z"),
                                        rotated("two", "2027-02-01T00:00:00Z"),
                                        rotated("two", null),
                                        rotated("three", "2027-06-01T00:00:00Z")))),
                        new RandomAnswers.Ageing(new RandomAnswers.Variants(
                                DetectionExamples.SUBSCRIPTION,
                                List.of(
                                        due("active", "2027-02-01T00:00:00Z"),
                                        due("cancelled", "2027-02-01T00:00:00Z"),
                                        due("active", "2027-09-01T00:00:00Z")))),
                        new RandomAnswers.Variants(
                                DetectionExamples.KEYS, List.of(DetectionExamples.TWO_KEYS, DetectionExamples.ROTATED)),
                        new RandomAnswers.Variants(
                                DetectionExamples.BATCH,
                                List.of(
                                        DetectionExamples.ACCOUNT,
                                        OfficialExample.with(DetectionExamples.ACCOUNT, "/properties/poolQuota", 7),
                                        OfficialExample.with(DetectionExamples.ACCOUNT, "/location", "Japan East"),
                                        OfficialExample.with(
                                                DetectionExamples.ACCOUNT,
                                                "/properties/encryption/keySource",
                                                "Microsoft.KeyVault"))),
                        new RandomAnswers.Variants(
                                DetectionExamples.SUBSCRIPTION,
                                List.of(
                                        DetectionExamples.CONTRACT,
                                        OfficialExample.with(DetectionExamples.CONTRACT, "/properties/state", "active"),
                                        OfficialExample.with(
                                                DetectionExamples.CONTRACT, "/properties/displayName", "Other"))),
                        new RandomAnswers.Variants(
                                DetectionExamples.SECRETS,
                                List.of(
                                        DetectionExamples.PAIR,
                                        OfficialExample.with(DetectionExamples.PAIR, "/primaryKey", "another"))))
                .flatMap(subject -> IntStream.range(0, HISTORIES).mapToObj(seed -> new RandomHistory(subject, seed)));
    }

    private static ObjectNode rotated(String value, @Nullable String at) {
        ObjectNode keys = OfficialExample.with(DetectionExamples.TWO_KEYS, "/primaryKey", value);
        return OfficialExample.with(keys, "/primaryKeyLastUpdated", at);
    }

    private static ObjectNode due(String state, String date) {
        ObjectNode body = OfficialExample.with(DetectionExamples.CONTRACT, "/properties/state", state);
        return OfficialExample.with(body, "/properties/expirationDate", date);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void whatever_happens_ids_are_unique_and_what_begins_ends_once(RandomHistory history) throws Exception {
        history.run();
    }
}
