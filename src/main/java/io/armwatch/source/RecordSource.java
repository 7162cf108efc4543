package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Deadline;
import io.armwatch.change.Detection;
import io.armwatch.change.Difference;
import io.armwatch.change.Differences;
import io.armwatch.change.Incident;
import io.armwatch.change.Spellings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The base of all sources: a state is a record; differences with an event type of their own become that event, all
 * others one {@code resource.changed}.
 *
 * @param <S> the record of the state
 */
public abstract class RecordSource<S extends Record> implements Source {
    private final Class<S> stateType;
    private volatile Optional<RecordHistory> history = Optional.empty();

    protected RecordSource(Class<S> stateType) {
        this.stateType = stateType;
    }

    /** Reads the body, always a JSON object, into the record. */
    protected abstract S read(ArmId requested, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException;

    /** The differences with an event type of their own, except those of incidents. */
    protected List<NamedChange> namedChanges(S before, S after) {
        return List.of();
    }

    /**
     * The incidents that begin, continue and end between two states.
     *
     * @param before empty if there is no state before, or it cannot be read
     * @param open the incidents that are open in the known state
     */
    protected IncidentOutcome incidents(Optional<S> before, List<Incident> open, S after) {
        return new IncidentOutcome(List.of(), open);
    }

    /** The deadlines of a state, for example the expiry of a certificate. */
    protected List<Deadline> deadlines(S state) {
        return List.of();
    }

    /** JSON Pointers of fields whose differences are no change: they are kept in the state but not published. */
    protected Set<String> ignoredPaths(S before, S after) {
        return Set.of();
    }

    /** The texts of a state that Azure spells in several ways. */
    protected Spellings spellings() {
        return Spellings.NONE;
    }

    /** The state without the parts that differ in every response. */
    protected JsonNode withoutRequestData(JsonNode state) {
        return state;
    }

    @Override
    public final boolean isSame(JsonNode before, JsonNode after) {
        return differences(before, after).isEmpty();
    }

    @Override
    public final JsonNode decode(ArmId requested, JsonNode body, Fingerprints fingerprints)
            throws InvalidAnswerException {
        if (!body.isObject()) {
            throw new InvalidAnswerException("the response is not a JSON object");
        }
        return StateJson.write(read(requested, body, fingerprints));
    }

    @Override
    public final Detection firstSight(JsonNode state) {
        IncidentOutcome outcome = incidents(Optional.empty(), List.of(), known(state));
        return new Detection(outcome.changes().stream().map(NamedChange::change).toList(), outcome.open());
    }

    @Override
    public final List<Incident> initialIncidents(JsonNode state) {
        return knownBefore(state)
                .map(known -> incidents(Optional.empty(), List.of(), known).open())
                .orElse(List.of());
    }

    @Override
    public final List<Deadline> deadlines(JsonNode state) {
        return knownBefore(state).map(this::deadlines).orElse(List.of());
    }

    @Override
    public final Detection changes(JsonNode before, List<Incident> open, JsonNode after) {
        List<Difference> differences = differences(before, after);
        if (differences.isEmpty()) {
            return new Detection(List.of(), open);
        }
        S is = known(after);
        Optional<S> was = knownBefore(spellings().align(before, after));
        IncidentOutcome outcome = incidents(was, open, is);
        List<NamedChange> namedChanges =
                new ArrayList<>(was.map(known -> namedChanges(known, is)).orElse(List.of()));
        namedChanges.addAll(outcome.changes());
        Set<String> ignoredPaths = was.map(known -> ignoredPaths(known, is)).orElse(Set.of());
        List<Change> changes = new ArrayList<>();
        namedChanges.forEach(each -> changes.add(each.change()));
        List<Difference> others = others(differences, namedChanges, ignoredPaths);
        if (!others.isEmpty()) {
            changes.add(new ResourceChanged(others));
        }
        return new Detection(changes, outcome.open());
    }

    private List<Difference> differences(JsonNode before, JsonNode after) {
        return Differences.between(spellings().align(withoutRequestData(before), after), withoutRequestData(after));
    }

    private static List<Difference> others(
            List<Difference> differences, List<NamedChange> changes, Set<String> ignoredPaths) {
        return differences.stream()
                .filter(difference -> !ignoredPaths.contains(difference.path()))
                .filter(difference -> changes.stream().noneMatch(each -> difference.isIn(each.paths())))
                .toList();
    }

    @Override
    public final int recordVersion() {
        return history().version();
    }

    @Override
    public final JsonNode inPresentRecord(JsonNode before, int version, JsonNode after) {
        return history().inPresentRecord(before, version, after);
    }

    private RecordHistory history() {
        RecordHistory known = history.orElseGet(() -> RecordHistory.of(this));
        history = Optional.of(known);
        return known;
    }

    @Override
    public boolean reportsExistence() {
        return true;
    }

    /** Checks that an entity is the requested resource, and reads it into the record. */
    protected final S entity(ArmId requested, JsonNode body) throws InvalidAnswerException {
        requireEntity(requested, body);
        return StateJson.read(VolatileFields.withoutVolatile(body), stateType);
    }

    /**
     * Checks that an entity is the requested resource, by its name and type. Of the body's {@code id} only the last
     * segment counts, because Azure's own examples misspell the account in it; it goes before {@code name}, which API
     * Management's lists fill with something else.
     */
    protected void requireEntity(ArmId requested, JsonNode body) throws InvalidAnswerException {
        if (!body.path("properties").isObject()) {
            throw new InvalidAnswerException("the response has no properties");
        }
        String id = body.path("id").asText();
        if (!id.toLowerCase(Locale.ROOT).endsWith("/" + requested.name().toLowerCase(Locale.ROOT))) {
            requireSame("name", requested.name(), body);
        }
        requireSame("type", requested.type(), body);
    }

    private static void requireSame(String property, String expected, JsonNode body) throws InvalidAnswerException {
        JsonNode given = body.path(property);
        if (given.isTextual() && !given.textValue().equalsIgnoreCase(expected)) {
            throw new InvalidAnswerException(
                    "the response is about another resource: its " + property + " is not the requested one");
        }
    }

    /** Writes a part of a state as JSON, with the same rules as the state. */
    protected static JsonNode json(Object part) {
        return StateJson.write(part);
    }

    /**
     * A state that another version stored may not fit this version's record; then all differences go into {@code
     * resource.changed}.
     */
    private Optional<S> knownBefore(JsonNode state) {
        try {
            return Optional.of(StateJson.read(state, stateType));
        } catch (InvalidAnswerException another) {
            return Optional.empty();
        }
    }

    private S known(JsonNode state) {
        try {
            return StateJson.read(state, stateType);
        } catch (InvalidAnswerException e) {
            throw new IllegalStateException("the state of a " + name() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
