package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
final class BrokerAwayIT {
    @Test
    void away_for_long_armwatch_waits_and_tells_all_when_the_broker_is_back() throws Exception {
        ResultTable.holds(new BrokerAway());
    }
}
