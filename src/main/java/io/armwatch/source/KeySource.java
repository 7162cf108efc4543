package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A source whose response is a pair of keys, {@code primaryKey} and {@code secondaryKey}. A new value of a key, also of
 * one that was absent, is a {@code key.rotated}; any other difference is a {@code resource.changed}.
 *
 * @param <S> the record of the state
 */
public abstract class KeySource<S extends Record> extends RecordSource<S> {
    private final Class<S> stateType;

    protected KeySource(Class<S> stateType) {
        super(stateType);
        this.stateType = stateType;
    }

    /** The keys, always the same number in the same order. */
    protected abstract List<AccessKey> keys(S state);

    @Override
    protected final S read(ArmId requested, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException {
        S state = StateJson.read(KeyFingerprinting.fingerprinted(requested, body, "", fingerprints), stateType);
        if (keys(state).stream().allMatch(key -> key.fingerprint().isEmpty())) {
            throw new InvalidAnswerException("the response holds neither /primaryKey nor /secondaryKey");
        }
        return state;
    }

    @Override
    protected final List<NamedChange> namedChanges(S before, S after) {
        List<NamedChange> changes = new ArrayList<>();
        for (int i = 0; i < keys(after).size(); i++) {
            AccessKey key = keys(after).get(i);
            key.rotationSince(keys(before).get(i))
                    .ifPresent(rotation -> changes.add(new NamedChange(rotation, key.paths())));
        }
        return changes;
    }

    /** The fingerprint scheme, which is armwatch's own, and keys whose fingerprints have different schemes. */
    @Override
    protected final Set<String> ignoredPaths(S before, S after) {
        Set<String> ignoredPaths = new HashSet<>(Set.of("/fingerprintScheme"));
        for (int i = 0; i < keys(after).size(); i++) {
            AccessKey key = keys(after).get(i);
            if (!key.isComparableWith(keys(before).get(i))) {
                ignoredPaths.addAll(key.paths());
            }
        }
        return ignoredPaths;
    }
}
