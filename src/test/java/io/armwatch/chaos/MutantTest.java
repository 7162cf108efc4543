package io.armwatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.armwatch.chaos.Mutant.Patch;
import io.armwatch.it.TemporaryFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MutantTest {
    static Stream<Mutant> every_mutant_follows_the_product() {
        return Stream.of(
                Mutants.NO_COMPARE_AND_SET,
                Mutants.AT_LEAST_ONCE,
                Mutants.NOT_IDEMPOTENT,
                Mutants.THROWN,
                Mutants.COMMITTED_APART,
                Mutants.REVISION_READ_AT_THE_TICK,
                Mutants.NO_TRANSACTION_TIMEOUT);
    }

    @ParameterizedTest
    @MethodSource
    void every_mutant_follows_the_product(Mutant mutant) {
        Path classes = mutant.classes();
        assertThat(classes.resolve("io/armwatch")).isNotEmptyDirectory();
        TemporaryFolder.delete(classes);
    }

    @Test
    void a_snippet_is_replaced_where_it_stands() {
        assertThat(new Patch("A.java", "one", "two").applied("a one b")).isEqualTo("a two b");
    }

    @Test
    void a_snippet_missing_from_the_product_is_reported() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Patch("A.java", "one", "two").applied("another"))
                .withMessage("A.java does not hold this just once, so the mutant must be written anew: one");
    }

    @Test
    void a_snippet_found_twice_is_reported() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Patch("A.java", "one", "two").applied("one and one"))
                .withMessageContaining("just once");
    }

    @Test
    void a_mutant_that_does_not_compile_is_reported() {
        Patch patch = new Patch("change/ChangeDetection.java", "public record ChangeDetection(", "public record(");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Mutant("broken", List.of(patch)).classes())
                .withMessageContaining("the mutant 'broken' does not compile");
    }
}
