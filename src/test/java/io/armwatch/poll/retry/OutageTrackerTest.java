package io.armwatch.poll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Reason;
import io.armwatch.poll.retry.OutageTracker.Outage;
import org.junit.jupiter.api.Test;

class OutageTrackerTest {
    private final OutageTracker outages = new OutageTracker();

    @Test
    void an_outage_begins_with_its_first_attempt() {
        assertThat(outages.countFailures("a", Reason.TIMEOUT, 1)).isEqualTo(new Outage(Reason.TIMEOUT, 1, true));
    }

    @Test
    void an_outage_that_goes_on_counts_and_does_not_begin_again() {
        outages.countFailures("a", Reason.TIMEOUT, 1);

        assertThat(outages.countFailures("a", Reason.TIMEOUT, 1)).isEqualTo(new Outage(Reason.TIMEOUT, 2, false));
    }

    @Test
    void another_reason_begins_it_again_and_counts_on() {
        outages.countFailures("a", Reason.TIMEOUT, 1);

        assertThat(outages.countFailures("a", Reason.FORBIDDEN, 1)).isEqualTo(new Outage(Reason.FORBIDDEN, 2, true));
        assertThat(outages.countFailures("a", Reason.FORBIDDEN, 1)).isEqualTo(new Outage(Reason.FORBIDDEN, 3, false));
    }

    @Test
    void the_outage_of_one_resource_does_not_affect_another() {
        outages.countFailures("a", Reason.TIMEOUT, 1);

        assertThat(outages.countFailures("b", Reason.TIMEOUT, 1).begun()).isTrue();
        assertThat(outages.end("c")).isEmpty();
    }

    @Test
    void an_outage_ends_once_with_its_attempts() {
        outages.countFailures("a", Reason.TIMEOUT, 1);
        outages.countFailures("a", Reason.TIMEOUT, 1);

        assertThat(outages.end("a")).map(Outage::attempts).contains(2);
        assertThat(outages.end("a")).isEmpty();
    }

    @Test
    void a_failure_after_a_recovery_is_a_new_outage() {
        outages.countFailures("a", Reason.TIMEOUT, 1);
        outages.end("a");

        assertThat(outages.countFailures("a", Reason.TIMEOUT, 1)).isEqualTo(new Outage(Reason.TIMEOUT, 1, true));
    }
}
