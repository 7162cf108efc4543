package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.Detection;
import io.armwatch.change.Incident;
import java.util.List;
import java.util.Optional;

/** A source like another one, except that items of its lists are not whole. */
public record SourceWithPartialLists(Source other) implements Source {
    @Override
    public boolean isWhole(JsonNode listItem) {
        return false;
    }

    @Override
    public String name() {
        return other.name();
    }

    @Override
    public List<ResourceType> types() {
        return other.types();
    }

    @Override
    public List<String> apiVersions() {
        return other.apiVersions();
    }

    @Override
    public Optional<String> action() {
        return other.action();
    }

    @Override
    public JsonNode decode(ArmId requested, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException {
        return other.decode(requested, body, fingerprints);
    }

    @Override
    public Detection firstSight(JsonNode state) {
        return other.firstSight(state);
    }

    @Override
    public List<Incident> initialIncidents(JsonNode state) {
        return other.initialIncidents(state);
    }

    @Override
    public boolean isSame(JsonNode before, JsonNode after) {
        return other.isSame(before, after);
    }

    @Override
    public Detection changes(JsonNode before, List<Incident> open, JsonNode after) {
        return other.changes(before, open, after);
    }

    @Override
    public boolean reportsExistence() {
        return other.reportsExistence();
    }
}
