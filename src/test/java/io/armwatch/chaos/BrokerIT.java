package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker is killed, or what it answers is lost. */
final class BrokerIT {
    @ParameterizedTest
    @EnumSource
    @Tag("chaos")
    void killed_during_a_commit_nothing_is_lost_or_published_twice(BrokerCrash crash) throws Exception {
        ResultTable.holds(crash);
    }

    @Test
    @Tag("chaos")
    void killed_together_with_armwatch_nothing_is_lost_or_published_twice() throws Exception {
        ResultTable.holds(new BrokerInSameJvm());
    }

    @Test
    @Tag("chaos-quick")
    void when_kafka_s_answers_are_lost_nothing_is_lost_or_published_twice() throws Exception {
        ResultTable.holds(new LostKafkaResponses(LostKafkaResponses.ALL));
    }
}
