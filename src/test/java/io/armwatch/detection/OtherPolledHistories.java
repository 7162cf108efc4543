package io.armwatch.detection;

import io.armwatch.source.PossibleAnswers;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** {@link PolledHistoryTest} with thousands of histories, others in each run. {@code mvn verify} leaves it out: it takes minutes. */
class OtherPolledHistories {
    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void events_are_the_differences_between_polled_states_and_fold_into_the_known_state(
            @ForAll(supplier = Kinds.class) PossibleAnswers kind,
            @ForAll(supplier = Steps.class) List<HistoryStep> steps,
            @ForAll @IntRange(min = 1, max = 3) int confirmations) {
        PolledHistoryTest.play(kind, steps, confirmations);
    }

    static final class Kinds implements ArbitrarySupplier<PossibleAnswers> {
        @Override
        public Arbitrary<PossibleAnswers> get() {
            return PolledHistoryTest.kinds();
        }
    }

    static final class Steps implements ArbitrarySupplier<List<HistoryStep>> {
        @Override
        public Arbitrary<List<HistoryStep>> get() {
            return PolledHistoryTest.steps();
        }
    }
}
