package io.armwatch.poll.known;

import static io.armwatch.poll.known.PollOutcome.CHANGED;
import static io.armwatch.poll.known.PollOutcome.FAILED;
import static io.armwatch.poll.known.PollOutcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class RecentPollsTest {
    @Test
    void the_latest_is_last() {
        long packed = RecentPolls.add(RecentPolls.add(RecentPolls.add(0, FAILED), CHANGED), UNCHANGED);

        assertThat(RecentPolls.list(packed)).containsExactly(FAILED, CHANGED, UNCHANGED);
        assertThat(RecentPolls.list(0)).isEmpty();
    }

    @Test
    void the_oldest_are_forgotten() {
        long packed = RecentPolls.add(0, CHANGED);
        for (int i = 0; i < 40; i++) {
            packed = RecentPolls.add(packed, FAILED);
        }

        assertThat(RecentPolls.list(packed)).isEqualTo(Collections.nCopies(RecentPolls.MOST, FAILED));
    }
}
