package io.armwatch.poll.retry;

import io.armwatch.change.Failure;
import io.armwatch.change.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** The current outages as this process has seen them, to count failed attempts and to log each outage once. */
public final class OutageTracker {
    private final ConcurrentMap<String, Outage> outages = new ConcurrentHashMap<>();
    /** The last failed poll of each outage. */
    private final ConcurrentMap<String, LastFailure> failures = new ConcurrentHashMap<>();

    /**
     * An outage so far.
     *
     * @param begun whether the last attempt started it or changed its reason
     */
    public record Outage(Reason reason, int attempts, boolean begun) {}

    /**
     * The last failed poll of an outage.
     *
     * @param at when it was sent
     */
    public record LastFailure(Instant at, Failure failure) {}

    /** Keeps the last failed poll, to show why a target cannot be polled. */
    public void keepFailure(String key, LastFailure failure) {
        failures.put(key, failure);
    }

    /** The last failed poll of the present outage; empty if this process has seen none. */
    public Optional<LastFailure> lastFailure(String key) {
        return Optional.ofNullable(failures.get(key));
    }

    /** Counts failed attempts, and starts an outage if there is none. */
    public Outage countFailures(String key, Reason reason, int attempts) {
        return outages.merge(
                key,
                new Outage(reason, attempts, true),
                (before, now) -> new Outage(reason, before.attempts() + attempts, before.reason() != reason));
    }

    /** Forgets the outages of all other keys. */
    public void keep(Predicate<String> kept) {
        outages.keySet().removeIf(kept.negate());
        failures.keySet().removeIf(kept.negate());
    }

    /** Ends an outage, if there is one. */
    public Optional<Outage> end(String key) {
        if (outages.isEmpty()) {
            return Optional.empty();
        }
        failures.remove(key);
        return Optional.ofNullable(outages.remove(key));
    }
}
