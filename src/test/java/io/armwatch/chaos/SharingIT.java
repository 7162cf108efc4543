package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that share the work: they start, they are stopped, and they crash. */
final class SharingIT {
    @Test
    @Tag("chaos-quick")
    void each_azure_subscription_is_polled_by_one_process_which_check_names() throws Exception {
        ResultTable.holds(new SeparateSubscriptions());
    }

    @Test
    @Tag("chaos")
    void one_to_three_to_one_no_resource_is_left_unpolled() throws Exception {
        ResultTable.holds(new ScaleOutAndIn());
    }

    @Test
    @Tag("chaos")
    void a_rolling_restart_loses_and_repeats_nothing_and_publishes_in_time() throws Exception {
        ResultTable.holds(new RollingRestart());
    }
}
