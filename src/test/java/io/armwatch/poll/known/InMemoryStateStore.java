package io.armwatch.poll.known;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.detection.KnownStates.Cell;
import io.armwatch.detection.KnownStates.NotHereException;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.PolledResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Known states as change detection's store would hold them; each one put has a time of its own. */
public final class InMemoryStateStore implements KnownStateStore {
    private final Map<String, byte[]> states = new TreeMap<>();
    private final Map<String, Long> changed = new HashMap<>();
    private final Map<String, byte[]> published = new HashMap<>();
    private long version;
    private long moment;
    private long takenAt;
    private boolean held = true;
    private int given;
    private @Nullable RuntimeException failure;

    public void put(String key, byte[] state) {
        states.put(key, state);
        version++;
        moment++;
        changed.put(key, moment);
    }

    /** A resource is known as this answer shows it, and all is well with it. */
    public Target knows(PolledResource resource, JsonNode body) throws InvalidAnswerException {
        return knows(resource, resource.state(body), Optional.empty());
    }

    /** A resource is known, with revision 5. */
    public Target knows(PolledResource resource, JsonNode state, Optional<Outage> outage) {
        Target target = new Target(
                resource.source().name(), resource.id(), resource.source().keySuffix());
        put(
                target.key(),
                Json.write(new KnownState(
                        target,
                        Optional.of(ScanFixtures.NOON),
                        5,
                        Optional.of(ScanFixtures.NOON),
                        Optional.of(state),
                        false,
                        0,
                        outage,
                        List.of())));
        return target;
    }

    /** A resource or list was never read, and its outage has been reported. */
    public Target knowsFailing(Target target) {
        put(
                target.key(),
                Json.write(new KnownState(
                        target,
                        Optional.of(ScanFixtures.NOON),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        Optional.of(new Outage(Reason.FORBIDDEN, ScanFixtures.NOON, 1)),
                        List.of())));
        return target;
    }

    public void forget(String key) {
        states.remove(key);
        version++;
    }

    @Override
    public boolean holds(ArmId id) {
        return held;
    }

    @Override
    public Optional<Cell> get(Target target) throws NotHereException {
        if (!held) {
            throw new NotHereException();
        }
        int holding = given;
        return states.containsKey(target.key())
                ? Optional.of(() -> holding == given ? states.get(target.key()) : null)
                : Optional.empty();
    }

    @Override
    public List<String> keys(ArmId below) {
        return states.keySet().stream()
                .filter(key -> key.startsWith(below.key() + "/"))
                .toList();
    }

    /** The next scan finds that the store fails. */
    public void failOnce() {
        failOnce(new IllegalStateException("the store was closed"));
    }

    /** So is the next call that can fail. */
    public void failOnce(RuntimeException as) {
        failure = as;
    }

    @Override
    public Iterable<String> keys() {
        return held ? List.copyOf(states.keySet()) : List.of();
    }

    @Override
    public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
        failIfAsked();
        Map<String, byte[]> rows = new HashMap<>(published);
        rows.keySet().removeIf(wanted.negate());
        return rows;
    }

    /** Consumers know this resource. */
    public void publishes(String key, byte[] row) {
        published.put(key, row);
    }

    @Override
    public long version() {
        return version;
    }

    private void failIfAsked() {
        RuntimeException now = failure;
        failure = null;
        if (now != null) {
            throw now;
        }
    }

    @Override
    public long moment() {
        failIfAsked();
        return moment;
    }

    @Override
    public boolean hasChangedSince(Target target, long since) {
        return changed.getOrDefault(target.key(), 0L) > since;
    }

    @Override
    public boolean takenSince(ArmId id, long since) {
        return takenAt > since;
    }

    @Override
    public int largestRecord() {
        return 1 << 20;
    }

    /** The process comes to hold everything, as after another one's end. */
    public void take() {
        moment++;
        takenAt = moment;
    }

    /** Says whether the process holds anything: during a rebalance it does not, of what it keeps either. */
    public void held(boolean now) {
        held = now;
        given += now ? 0 : 1;
    }

    @Override
    public void forgetBefore(long until) {
        changed.values().removeIf(at -> at <= until);
    }

    /** Another process holds everything. */
    public static final class Elsewhere implements KnownStateStore {
        @Override
        public boolean holds(ArmId id) {
            return false;
        }

        @Override
        public Optional<Cell> get(Target target) throws NotHereException {
            throw new NotHereException();
        }

        @Override
        public List<String> keys(ArmId below) throws NotHereException {
            throw new NotHereException();
        }

        @Override
        public Iterable<String> keys() {
            return List.of();
        }

        @Override
        public Map<String, byte[]> published(Predicate<String> wanted, boolean values) {
            return Map.of();
        }

        @Override
        public long version() {
            return 0;
        }

        @Override
        public long moment() {
            return 0;
        }

        @Override
        public boolean hasChangedSince(Target target, long since) {
            return true;
        }

        @Override
        public boolean takenSince(ArmId id, long since) {
            return false;
        }

        @Override
        public int largestRecord() {
            return 1 << 20;
        }

        @Override
        public void forgetBefore(long until) {
            // has nothing to forget
        }
    }
}
