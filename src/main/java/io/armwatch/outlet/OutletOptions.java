package io.armwatch.outlet;

import io.armwatch.outlet.delivery.Backoff;
import io.armwatch.outlet.delivery.Deliverer.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The options of an outlet.
 *
 * @param topics full names
 * @param earliest whether an outlet that has never run begins with the oldest events; otherwise with new ones
 * @param concurrency how many events are delivered at a time
 */
record OutletOptions(
        String name, List<String> topics, EventTypes types, boolean earliest, int concurrency, Rules rules) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 40;

    OutletOptions {
        topics = List.copyOf(topics);
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the name of an outlet '" + name
                    + "' cannot be used; expected 1 to 40 lower-case letters, digits and hyphens, for example crm");
        }
    }

    /** What the address of an {@code events:} endpoint says, as texts and Camel's durations. */
    record Given(
            String topics,
            String types,
            String begin,
            int concurrency,
            Duration backoff,
            Duration maxBackoff,
            Duration maxAge) {}

    /** @throws IllegalArgumentException if something cannot be used; the message says what was expected */
    static OutletOptions of(String name, Given given, String prefix) {
        require(List.of("earliest", "latest").contains(given.begin()), "begin", given.begin(), "earliest or latest");
        require(given.concurrency() >= 1 && given.concurrency() <= 64, "concurrency", given.concurrency(), "1 to 64");
        require(isPositive(given.backoff()), "backoff", given.backoff(), "a time such as 1s");
        require(
                given.maxBackoff().compareTo(given.backoff()) >= 0,
                "maxBackoff",
                given.maxBackoff(),
                "a time that is not shorter than backoff, such as 1m");
        List<String> topics = OutletTopics.parse(given.topics(), prefix);
        require(
                !topics.contains(OutletTopics.deadLetters(prefix, name)),
                "topics",
                given.topics(),
                "other topics than the outlet's own dead letters: what fails again would come back for ever");
        return new OutletOptions(
                name,
                topics,
                EventTypes.parse(given.types()),
                given.begin().equals("earliest"),
                given.concurrency(),
                new Rules(
                        new Backoff(
                                given.backoff(),
                                given.maxBackoff(),
                                () -> ThreadLocalRandom.current().nextDouble()),
                        Optional.of(given.maxAge()).filter(OutletOptions::isPositive)));
    }

    private static boolean isPositive(Duration time) {
        return !time.isZero() && !time.isNegative();
    }

    private static void require(boolean valid, String option, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(
                    "'" + value + "' cannot be used for " + option + "; expected " + expected);
        }
    }
}
