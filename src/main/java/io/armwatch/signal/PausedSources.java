package io.armwatch.signal;

import io.armwatch.change.Json;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Which sources are paused. Every process reads the same signals, in an order that may differ; the latest signal about a source
 * counts, so all processes come to the same result.
 */
public final class PausedSources {
    private static final Set<String> KNOWN =
            Sources.scheduled().stream().map(Source::name).collect(Collectors.toUnmodifiableSet());

    private final ConcurrentMap<String, PauseState> states = new ConcurrentHashMap<>();

    /**
     * What the last signal about a source says.
     *
     * @param paused false if it was resumed
     * @param at when the signal was written, by the clock of Kafka's broker
     */
    record PauseState(boolean paused, Instant at) {}

    /**
     * The value of a record of the topic {@code paused-sources}; its key is the source.
     *
     * @param at when the signal was written; empty if it was written together with this record
     */
    record PauseRecord(boolean paused, Optional<Instant> at) {
        /** Reads a value; empty if armwatch did not write it. One that does not say whether the source is paused resumes nothing. */
        static Optional<PauseRecord> of(byte[] value) {
            try {
                return Json.tree(value).path("paused").isBoolean()
                        ? Optional.of(Json.read(value, PauseRecord.class))
                        : Optional.empty();
            } catch (IOException foreign) {
                return Optional.empty();
            }
        }

        /**
         * The state that a record gives. The signal cannot have been written later than the record: a later time is wrong, and would
         * make all signals to come count as outdated.
         *
         * @param writtenAt when the record was written
         */
        PauseState state(Instant writtenAt) {
            return new PauseState(
                    paused, at.filter(signal -> signal.isBefore(writtenAt)).orElse(writtenAt));
        }
    }

    /** What a signal about a source changes. */
    enum Effect {
        /** The source is now paused or resumed. */
        CHANGED,
        /** It was so before. */
        CONFIRMED,
        /** A later signal says the opposite. */
        OUTDATED
    }

    /** Applies a signal about a source, unless a later one is known. A source of another version of armwatch is ignored. */
    Effect apply(String source, PauseState state) {
        if (!KNOWN.contains(source)) {
            return Effect.CONFIRMED;
        }
        Optional<PauseState> before = Optional.ofNullable(states.get(source));
        if (before.filter(known -> known.at().isAfter(state.at())).isPresent()) {
            return isPaused(source) == state.paused() ? Effect.CONFIRMED : Effect.OUTDATED;
        }
        boolean changed = isPaused(source) != state.paused();
        states.put(source, state);
        return changed ? Effect.CHANGED : Effect.CONFIRMED;
    }

    /** What is known of a source; empty if there was never a signal about it. */
    Optional<PauseState> of(String source) {
        return Optional.ofNullable(states.get(source));
    }

    public boolean isPaused(String source) {
        PauseState state = states.get(source);
        return state != null && state.paused();
    }

    /** The paused sources, each with the time since when. */
    public Map<String, Instant> all() {
        Map<String, Instant> paused = new TreeMap<>();
        states.forEach((source, state) -> {
            if (state.paused()) {
                paused.put(source, state.at());
            }
        });
        return paused;
    }
}
