package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
final class BrokerAwayIT {
    @Test
    void armwatch_waits_out_a_long_broker_outage_and_then_publishes_everything() throws Exception {
        ResultTable.holds(new BrokerAway());
    }
}
