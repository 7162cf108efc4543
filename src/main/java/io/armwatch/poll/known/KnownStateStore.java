package io.armwatch.poll.known;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.detection.KnownStates.NotHereException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Where known states stand. */
interface KnownStateStore {
    /** Whether this process holds the states of an id's Azure subscription. */
    boolean holds(ArmId id);

    Optional<Cell> get(Target target) throws NotHereException;

    /** The keys of what is known below an id. */
    List<String> keys(ArmId below) throws NotHereException;

    /** Now, as {@link #changedSince} takes it. */
    long moment();

    /** Whether a target's known state may have changed since a moment. */
    boolean changedSince(Target target, long moment);

    /** Whether this process has come to hold an id's Azure subscription after a moment. */
    boolean takenSince(ArmId id, long moment);

    /** What Kafka takes of one record, in bytes. */
    int largestRecord();

    /** Nobody will ask about an earlier moment. */
    void forgetBefore(long moment);

    /** Every key that this process holds, of any Azure subscription. */
    Iterable<String> keys();

    /**
     * The rows of {@code azure.known-states} by their keys.
     *
     * @param values whether their values are read too
     */
    Map<String, byte[]> published(Predicate<String> wanted, boolean values);

    /** Another number than before whenever those keys have changed, or which of them have a state. */
    long version();
}
