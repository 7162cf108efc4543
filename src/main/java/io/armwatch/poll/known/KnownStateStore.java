package io.armwatch.poll.known;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.detection.KnownStates.NotHereException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The store of the known states, as the cache reads it. */
interface KnownStateStore {
    /** Whether this process holds the states of an id's Azure subscription. */
    boolean holds(ArmId id);

    Optional<Cell> get(Target target) throws NotHereException;

    /** The keys of the known states below an id. */
    List<String> keys(ArmId below) throws NotHereException;

    /** The current moment, for {@link #hasChangedSince}. */
    long moment();

    /** Whether a target's known state may have changed since a moment. */
    boolean hasChangedSince(Target target, long moment);

    /** Whether this process took over the Azure subscription of an id after a moment. */
    boolean takenSince(ArmId id, long moment);

    /** Kafka's size limit for one record, in bytes. */
    int largestRecord();

    /** Forgets changes before a moment: no caller will ask about an earlier one. */
    void forgetBefore(long moment);

    /** Every key that this process holds, of any Azure subscription. */
    Iterable<String> keys();

    /**
     * The rows of {@code azure.known-states} by their keys.
     *
     * @param values whether their values are read too
     */
    Map<String, byte[]> published(Predicate<String> wanted, boolean values);

    /** A number that changes whenever a key is added or removed, or gains or loses its state. */
    long version();
}
