package io.armwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldSubscriptionsLogTest {
    private final HeldSubscriptionsLog heldLog = new HeldSubscriptionsLog();

    @Test
    void subscriptions_taken_over_and_handed_over_are_logged_once() {
        assertThat(heldLog.lines(List.of("b", "a")))
                .containsExactly("This process takes over 2 Azure subscriptions: a, b");
        assertThat(heldLog.lines(List.of("a", "b"))).isEmpty();
        assertThat(heldLog.lines(List.of("b", "c")))
                .containsExactly(
                        "This process takes over 1 Azure subscription: c",
                        "This process hands over 1 Azure subscription: a");
    }

    @Test
    void many_are_counted() {
        assertThat(heldLog.lines(List.of("1", "2", "3", "4", "5", "6", "7")))
                .containsExactly("This process takes over 7 Azure subscriptions: 1, 2, 3, 4, 5 and 2 more");
    }

    @Test
    void a_process_without_partitions_logs_it_once() {
        assertThat(heldLog.lines(List.of())).singleElement().asString().startsWith("This process polls nothing yet");
        assertThat(heldLog.lines(List.of())).isEmpty();
    }
}
