package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Difference;
import java.util.List;

/** One resource polled by its source: what the source makes of answers about it. */
public record PolledResource(Source source, ArmId id) {
    private static final Fingerprints SHA = Fingerprints.sha256();

    public static PolledResource of(String source, String id) {
        return Sources.all().stream()
                .filter(each -> source.equals(each.name() + each.keySuffix()))
                .map(each -> new PolledResource(each, ArmId.of(id)))
                .findFirst()
                .orElseThrow();
    }

    public JsonNode state(JsonNode body) throws InvalidAnswerException {
        return source.decode(id, body, SHA);
    }

    public JsonNode state(JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException {
        return source.decode(id, body, fingerprints);
    }

    public List<Change> firstSight(JsonNode body) throws InvalidAnswerException {
        return source.firstSight(state(body)).changes();
    }

    /** What is published between two answers, the incidents that stand in the first one being open. */
    public List<Change> changes(JsonNode before, JsonNode after) throws InvalidAnswerException {
        JsonNode was = state(before);
        return source.changes(was, source.firstSight(was).open(), state(after)).changes();
    }

    /** Where {@code resource.changed} reports a difference. */
    public static List<String> paths(List<Change> changes) {
        return changes.stream()
                .filter(ResourceChanged.class::isInstance)
                .map(ResourceChanged.class::cast)
                .flatMap(change -> change.changes().stream())
                .map(Difference::path)
                .toList();
    }
}
