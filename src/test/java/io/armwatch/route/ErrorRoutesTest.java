package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** {@code routes/errors.camel.yaml}: what becomes of a failure, and that it is nobody else's. */
class ErrorRoutesTest extends RouteTestSupport {
    @Test
    void a_request_that_gets_no_answer_becomes_an_observation() {
        reply(FIRST, exchange -> {
            throw new SocketTimeoutException("no answer");
        });
        tick();

        await().untilAsserted(() -> assertThat(sent(Failed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.target().id()).isEqualTo(FIRST.id());
                    assertThat(failed.failure().reason()).isEqualTo(Reason.TIMEOUT);
                }));
    }

    @Test
    void a_worker_survives_a_request_that_gets_no_answer() {
        reply(FIRST, exchange -> {
            throw new SocketTimeoutException("no answer");
        });
        reply(SECOND, RouteTestSupport::rotated);
        tick();

        assertOneWorker();
        assertThat(sent(Seen.class)).hasSize(1);
    }

    @Test
    void a_worker_survives_an_unexpected_failure_of_a_poll() {
        reply(FIRST, exchange -> {
            throw new IllegalStateException("a defect");
        });
        reply(SECOND, RouteTestSupport::rotated);
        tick();

        assertOneWorker();
        assertThat(sent(Seen.class)).hasSize(1);
        assertThat(unexpected(SOURCE)).isEqualTo(1);
    }

    @Test
    void a_failure_outside_a_poll_ends_the_worker_and_is_reported() {
        template.sendBody("direct:work", "without a request queue");

        assertThat(unexpected("none")).isEqualTo(1);
    }

    private double unexpected(String source) {
        return meters.counter("armwatch.polls", "source", source, "outcome", "unexpected")
                .count();
    }
}
