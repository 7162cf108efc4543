package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Detection;
import io.armwatch.change.Difference;
import io.armwatch.change.Differences;
import io.armwatch.change.Incident;
import io.armwatch.change.Spellings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What all sources share: a state is a record, its differences that have a meaning of their own are told as such, every other
 * one in {@code resource.changed}.
 *
 * @param <S> the record of the state
 */
public abstract class RecordSource<S extends Record> implements Source {
    private final Class<S> stateType;

    protected RecordSource(Class<S> stateType) {
        this.stateType = stateType;
    }

    /** Reads the body into the record; called only with a body that is a JSON object. */
    protected abstract S read(ArmId asked, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException;

    /** The differences that have an event type of their own, less those of incidents. */
    protected List<NamedChange> told(S before, S after) {
        return List.of();
    }

    /**
     * The course of the incidents: which begin, go on and end.
     *
     * @param before empty on first sight, and where the state before cannot be read
     * @param open the incidents that are open before
     */
    protected IncidentOutcome course(Optional<S> before, List<Incident> open, S after) {
        return new IncidentOutcome(List.of(), open);
    }

    /** JSON Pointers of what may differ without anything having changed: kept in the state, told by nobody. */
    protected Set<String> untold(S before, S after) {
        return Set.of();
    }

    /** Which texts of a state Azure spells in several ways. */
    protected Spellings spellings() {
        return Spellings.NONE;
    }

    /** A state less what differs at every answer without anything having changed. */
    protected JsonNode comparable(JsonNode state) {
        return state;
    }

    @Override
    public final boolean same(JsonNode before, JsonNode after) {
        return differences(before, after).isEmpty();
    }

    @Override
    public final JsonNode decode(ArmId asked, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException {
        if (!body.isObject()) {
            throw new InvalidAnswerException("the answer is not a JSON object");
        }
        return StateJson.write(read(asked, body, fingerprints));
    }

    @Override
    public final Detection firstSight(JsonNode state) {
        IncidentOutcome outcome = course(Optional.empty(), List.of(), known(state));
        return new Detection(outcome.changes().stream().map(NamedChange::change).toList(), outcome.open());
    }

    @Override
    public final List<Incident> initialIncidents(JsonNode state) {
        return knownBefore(state)
                .map(known -> course(Optional.empty(), List.of(), known).open())
                .orElse(List.of());
    }

    @Override
    public final Detection changes(JsonNode before, List<Incident> open, JsonNode after) {
        List<Difference> differences = differences(before, after);
        if (differences.isEmpty()) {
            return new Detection(List.of(), open);
        }
        S is = known(after);
        Optional<S> was = knownBefore(spellings().align(before, after));
        IncidentOutcome outcome = course(was, open, is);
        List<NamedChange> told =
                new ArrayList<>(was.map(known -> told(known, is)).orElse(List.of()));
        told.addAll(outcome.changes());
        Set<String> untold = was.map(known -> untold(known, is)).orElse(Set.of());
        List<Change> changes = new ArrayList<>();
        told.forEach(each -> changes.add(each.change()));
        List<Difference> others = others(differences, told, untold);
        if (!others.isEmpty()) {
            changes.add(new ResourceChanged(others));
        }
        return new Detection(changes, outcome.open());
    }

    private List<Difference> differences(JsonNode before, JsonNode after) {
        return Differences.between(spellings().align(comparable(before), after), comparable(after));
    }

    private static List<Difference> others(
            List<Difference> differences, List<NamedChange> changes, Set<String> untold) {
        return differences.stream()
                .filter(difference -> !untold.contains(difference.path()))
                .filter(difference -> changes.stream().noneMatch(each -> each.covers(difference.path())))
                .toList();
    }

    @Override
    public boolean reportsExistence() {
        return true;
    }

    /**
     * Checks that an entity is the resource asked for, and reads it into the record. The body's {@code id} is not compared:
     * Azure's own examples have a misspelt account in it.
     */
    protected final S entity(ArmId asked, JsonNode body) throws InvalidAnswerException {
        if (!body.path("properties").isObject()) {
            throw new InvalidAnswerException("the answer has no properties");
        }
        requireSame("name", asked.name(), body);
        requireSame("type", type().fullName(), body);
        return StateJson.read(VolatileFields.form(body), stateType);
    }

    private static void requireSame(String property, String expected, JsonNode body) throws InvalidAnswerException {
        JsonNode given = body.path(property);
        if (given.isTextual() && !given.textValue().equalsIgnoreCase(expected)) {
            throw new InvalidAnswerException(
                    "the answer is about another resource: its " + property + " is not the one asked for");
        }
    }

    /** A part of a state as JSON, in the state's own form. */
    protected static JsonNode json(Object part) {
        return StateJson.write(part);
    }

    /** A state that another version wrote may be no record of this one: then all that differs is told by its path. */
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
