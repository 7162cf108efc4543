package io.armwatch.poll.retry;

import io.armwatch.change.Reason;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** What fails at present, as far as this process has seen: for counting attempts and for logging each trouble once. */
public final class OutageTracker {
    private final ConcurrentMap<String, Outage> running = new ConcurrentHashMap<>();

    /**
     * An outage so far.
     *
     * @param begun whether the attempt counted last began it, or changed its reason
     */
    public record Outage(Reason reason, int attempts, boolean begun) {}

    /** Counts failed attempts. */
    public Outage failed(String key, Reason reason, int attempts) {
        return running.merge(
                key,
                new Outage(reason, attempts, true),
                (before, now) -> new Outage(reason, before.attempts() + attempts, before.reason() != reason));
    }

    /** Forgets the outages of all other keys. */
    public void keep(Predicate<String> kept) {
        running.keySet().removeIf(kept.negate());
    }

    /** Ends an outage, where there is one. */
    public Optional<Outage> ended(String key) {
        return running.isEmpty() ? Optional.empty() : Optional.ofNullable(running.remove(key));
    }
}
