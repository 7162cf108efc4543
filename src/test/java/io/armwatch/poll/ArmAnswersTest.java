package io.armwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Reason;
import io.armwatch.route.PollingFixture;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArmAnswersTest {
    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private final ArmAnswers answers = new ArmAnswers(time);

    private static PollFailure failure(Reason reason, Optional<Integer> status) {
        return new PollFailure(
                reason,
                status,
                new ArmError(false, Optional.empty(), Optional.of("Connection refused")),
                Optional.empty());
    }

    private void fail(Reason reason, int times) {
        for (int i = 0; i < times; i++) {
            answers.markFailed(failure(reason, Optional.of(500)));
        }
    }

    @Test
    void three_requests_in_a_row_without_an_answer_are_a_problem_since_the_first_of_them() {
        fail(Reason.UNREACHABLE, 2);
        assertThat(answers.problem()).isEmpty();
        String since = time.instant().toString();
        time.pass(Duration.ofSeconds(30));
        fail(Reason.TIMEOUT, 1);

        assertThat(answers.problem().orElseThrow())
                .isEqualTo("Azure Resource Manager has given no usable answer since " + since
                        + ": 3 requests in a row failed, the last one with timeout (Connection refused). "
                        + "check the network, or raise armwatch.http.timeout");
    }

    @Test
    void one_answer_ends_the_problem() {
        fail(Reason.UNREACHABLE, 3);
        answers.markAnswered();
        assertThat(answers.problem()).isEmpty();
        fail(Reason.UNREACHABLE, 2);
        assertThat(answers.problem()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "TIMEOUT", "SERVER_ERROR", "INVALID_RESPONSE"})
    void no_answer_and_what_is_not_arm_s_are_no_usable_answer(Reason reason) {
        fail(reason, 3);

        assertThat(answers.problem()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDDEN", "MISSING", "REFUSED", "THROTTLED", "RETIRED", "API_VERSION", "UNAUTHENTICATED"})
    void an_error_of_arm_is_an_answer(Reason reason) {
        fail(Reason.UNREACHABLE, 3);
        fail(reason, 1);

        assertThat(answers.problem()).isEmpty();
    }

    @Test
    void a_poll_without_a_token_says_nothing_of_arm() {
        fail(Reason.UNREACHABLE, 3);
        answers.markFailed(failure(Reason.UNAUTHENTICATED, Optional.empty()));

        assertThat(answers.problem()).isPresent();
    }
}
