package io.armwatch.detection;

import io.armwatch.change.Reason;
import io.armwatch.detection.HistoryStep.Absence;
import io.armwatch.detection.HistoryStep.Edit;
import io.armwatch.detection.HistoryStep.Jump;
import io.armwatch.detection.HistoryStep.Loss;
import io.armwatch.detection.HistoryStep.Outage;
import io.armwatch.detection.HistoryStep.Poll;
import io.armwatch.detection.HistoryStep.Repeat;
import io.armwatch.detection.HistoryStep.Restart;
import io.armwatch.detection.HistoryStep.Unwatch;
import io.armwatch.source.PossibleAnswers;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * Random histories of every kind of resource, the same in every run. {@code mvn test -Dtest=OtherPolledHistories} plays many others; jqwik prints
 * the seed of a history that fails, and shortens it.
 */
class PolledHistoryTest {
    private static final List<PossibleAnswers> KINDS = PossibleAnswers.all().toList();

    @Property(tries = 300, seed = "20261127", edgeCases = EdgeCasesMode.NONE)
    void events_are_the_differences_between_polled_states_and_fold_into_the_known_state(
            @ForAll("kinds") PossibleAnswers kind,
            @ForAll("steps") List<HistoryStep> steps,
            @ForAll @IntRange(min = 1, max = 3) int confirmations) {
        play(kind, steps, confirmations);
    }

    static void play(PossibleAnswers kind, List<HistoryStep> steps, int confirmations) {
        try (PolledHistory history = new PolledHistory(kind, confirmations)) {
            steps.forEach(history::play);
            Statistics.label("kind")
                    .collect(kind.toString())
                    .coverage(kinds ->
                            KINDS.forEach(each -> kinds.check(each.toString()).count(histories -> histories > 0)));
            history.types().forEach(type -> Statistics.label("event").collect(type));
        }
    }

    @Provide
    static Arbitrary<PossibleAnswers> kinds() {
        return Arbitraries.of(KINDS);
    }

    @Provide
    static Arbitrary<List<HistoryStep>> steps() {
        Arbitrary<Integer> hours =
                Arbitraries.integers().between(-24 * 20, 24 * 60).shrinkTowards(0);
        return Arbitraries.<HistoryStep>frequencyOf(
                        Tuple.of(24, polls()),
                        Tuple.of(1, Arbitraries.just(new Repeat())),
                        Tuple.of(2, Arbitraries.of(true, false).map(Absence::new)),
                        Tuple.of(
                                2,
                                Arbitraries.of(Reason.FORBIDDEN, Reason.TIMEOUT).map(Outage::new)),
                        Tuple.of(1, Arbitraries.just(new Unwatch())),
                        Tuple.of(1, hours.map(Restart::new)),
                        Tuple.of(3, hours.map(Jump::new)),
                        Tuple.of(1, Arbitraries.just(new Loss())))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static Arbitrary<HistoryStep> polls() {
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.integers().between(0, 999).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 200).withDistribution(RandomDistribution.uniform()))
                .as(Edit::new);
        return edit.list().ofMaxSize(4).map(Poll::new);
    }
}
