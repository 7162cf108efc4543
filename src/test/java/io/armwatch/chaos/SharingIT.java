package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that share the work: they come, they go as they are told to, and they die. */
@Tag("chaos")
final class SharingIT {
    @Test
    void each_azure_subscription_has_one_owner_and_no_resource_is_left_unpolled() throws Exception {
        Table.holds(new Sharing());
    }

    @Test
    void restarted_one_after_the_other_they_lose_and_repeat_nothing_and_tell_in_time() throws Exception {
        Table.holds(new RollingRestart());
    }
}
