package io.armwatch.management.api;

import io.armwatch.outlet.OutletStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An outlet as this process knows it.
 *
 * @param target where the events go, without what may be secret; empty if its route does not say
 * @param state {@code delivering}; {@code waiting}: it cannot deliver, and tries again; {@code paused}: its target wants no more events
 * @param lag the records that are still to be delivered, of the partitions that this process reads
 * @param failures the attempts that failed
 * @param problem why it cannot deliver
 */
record OutletRow(
        String name,
        String target,
        List<String> topics,
        String state,
        long delivered,
        long lag,
        long failures,
        long deadLetters,
        Optional<Instant> lastDeliveryAt,
        Optional<String> problem) {
    static OutletRow of(OutletStatus outlet) {
        Optional<String> problem = outlet.problem();
        String state = outlet.isPaused() ? "paused" : problem.isPresent() ? "waiting" : "delivering";
        return new OutletRow(
                outlet.name(),
                outlet.target(),
                outlet.topics(),
                state,
                outlet.deliveries(),
                outlet.lag(),
                outlet.failures(),
                outlet.deadLetters(),
                outlet.lastDelivery(),
                problem);
    }
}
