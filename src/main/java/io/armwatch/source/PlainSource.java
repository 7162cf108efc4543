package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.change.Spellings;
import io.armwatch.source.definition.EntityDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A source whose state is its entity as the official definition in its fixture folder ({@code
 * src/main/resources/azure/<source>}) describes it: every property is kept and its change reported, except what the
 * source leaves out. A subclass says what its keys, certificates and failures are.
 */
public abstract class PlainSource extends RecordSource<PlainState> {
    private final String name;
    private final List<ResourceType> types;
    private final List<String> apiVersions;
    private final Map<String, String> leftOut;
    private final ConcurrentMap<String, EntityDefinition> definitions = new ConcurrentHashMap<>();

    /**
     * Describes the source.
     *
     * @param apiVersions those that it understands; the definition's own first
     * @param leftOut the properties that no state holds, each with the reason: JSON Pointers, {@code *} for each
     *     element of a list
     */
    protected PlainSource(
            String name, List<ResourceType> types, List<String> apiVersions, Map<String, String> leftOut) {
        super(PlainState.class);
        this.name = name;
        this.types = List.copyOf(types);
        this.apiVersions = List.copyOf(apiVersions);
        this.leftOut = Map.copyOf(leftOut);
    }

    @Override
    public final String name() {
        return name;
    }

    /** The properties that no state holds, each with the reason. */
    public final Map<String, String> leftOut() {
        return leftOut;
    }

    @Override
    protected final PlainState read(ArmId requested, JsonNode body, Fingerprints fingerprints)
            throws InvalidAnswerException {
        requireEntity(requested, body);
        EntityDefinition.Result result = definition(requested.type()).read(VolatileFields.withoutVolatile(body));
        if (result.wrong().isPresent()) {
            throw InvalidAnswerException.wrongType(result.wrong().get());
        }
        return new PlainState(result.state());
    }

    private EntityDefinition definition(String type) {
        return definitions.computeIfAbsent(
                type.toLowerCase(Locale.ROOT),
                same -> EntityDefinition.read("/azure/" + name + "/definition.json", same, leftOut.keySet()));
    }

    @Override
    public final List<ResourceType> types() {
        return types;
    }

    @Override
    public final List<String> apiVersions() {
        return apiVersions;
    }

    @Override
    public Optional<String> action() {
        return Optional.empty();
    }

    /** The keys, each by its name. */
    protected List<AccessKey> keys(PlainState state) {
        return List.of();
    }

    /**
     * The ages of the keys, for {@code key.rotation-overdue}.
     *
     * @param policyDays the greatest age by the resource's own policy
     */
    protected final List<Deadline> keyAges(PlainState state, Optional<Integer> policyDays) {
        return keys(state).stream()
                .flatMap(key -> key.rotatedAt().stream()
                        .<Deadline>map(rotatedAt -> new KeyAge(key.name(), rotatedAt, policyDays)))
                .toList();
    }

    @Override
    protected List<NamedChange> namedChanges(PlainState before, PlainState after) {
        List<NamedChange> changes = new ArrayList<>();
        for (AccessKey key : keys(after)) {
            keys(before).stream()
                    .filter(was -> was.name().equals(key.name()))
                    .flatMap(was -> key.rotationSince(was).stream())
                    .forEach(rotation -> changes.add(new NamedChange(rotation, key.paths())));
        }
        return changes;
    }

    @Override
    protected Spellings spellings() {
        return definition(types.get(0).fullName()).spellings();
    }
}
