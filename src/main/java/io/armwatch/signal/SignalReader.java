package io.armwatch.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ScopeParser;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.config.Suggestion;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads armwatch's own form of a signal, and checks its value. */
public final class SignalReader {
    private static final Set<String> KINDS = new TreeSet<>(Set.of("poll", "scan", "pause", "resume"));
    /** Longer than any ARM id. */
    private static final int LONGEST = 2048;

    private static final ScopeParser SCOPES = new ScopeParser(Sources.all().stream()
            .map(Source::types)
            .flatMap(List::stream)
            .distinct()
            .toList());

    private SignalReader() {}

    /** Whether a JSON object has the form of a signal, valid or not. */
    static boolean isSignal(JsonNode json) {
        return KINDS.stream().anyMatch(json::has);
    }

    /**
     * Reads a JSON object with exactly one of the properties {@code poll}, {@code scan}, {@code pause}, {@code resume}.
     *
     * @throws InvalidSignalException if it is something else, or the value cannot be used
     */
    public static Signal read(JsonNode json) throws InvalidSignalException {
        List<String> found = KINDS.stream().filter(json::has).toList();
        if (found.size() != 1 || json.size() != 1) {
            throw new InvalidSignalException("expected a JSON object with exactly one of poll, scan, pause, resume,"
                    + " for example {\"scan\":\"maps-keys\"}");
        }
        JsonNode value = json.path(found.get(0));
        if (!value.isTextual()) {
            throw new InvalidSignalException(found.get(0) + ": expected a text");
        }
        return of(found.get(0), value.textValue().strip());
    }

    /**
     * Makes a signal of a kind and its value.
     *
     * @param kind one of {@code poll}, {@code scan}, {@code pause}, {@code resume}
     * @throws InvalidSignalException if the value cannot be used
     */
    public static Signal of(String kind, String value) throws InvalidSignalException {
        return switch (kind) {
            case "poll" -> new Signal.Poll(resource(value));
            case "scan" -> new Signal.Scan(sourceOrScope(value));
            case "pause" -> new Signal.Pause(source(kind, value));
            case "resume" -> new Signal.Resume(source(kind, value));
            default -> throw new InvalidSignalException("there is no signal '" + kind + "'");
        };
    }

    private static ArmId resource(String text) throws InvalidSignalException {
        return id(text).orElseThrow(() -> new InvalidSignalException("poll: '" + ArmError.presentable(text)
                + "' is not the ARM id of one resource; expected"
                + " /subscriptions/{uuid}/resourceGroups/{group}/providers/{namespace}/{type}/{name}."
                + " To scan a scope, use scan"));
    }

    /** The id of something in an Azure subscription; empty if the text is none. */
    static Optional<ArmId> id(String text) {
        String plain = withoutSlashes(text);
        try {
            return plain.length() > LONGEST || plain.indexOf('*') >= 0
                    ? Optional.empty()
                    : Optional.of(ArmId.of(plain))
                            .filter(id -> !id.subscriptionId().isEmpty());
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static String withoutSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String sourceOrScope(String text) throws InvalidSignalException {
        if (!text.startsWith("/") || text.length() > LONGEST) {
            return source("scan", text);
        }
        try {
            return withoutSlashes(SCOPES.parse(text, 1).text());
        } catch (InvalidScopeException e) {
            throw new InvalidSignalException("scan: " + e.getMessage());
        }
    }

    private static String source(String kind, String name) throws InvalidSignalException {
        Map<String, Source> sources =
                Sources.scheduled().stream().collect(Collectors.toMap(Source::name, source -> source));
        if (sources.containsKey(name)) {
            return name;
        }
        Set<String> names = new TreeSet<>(sources.keySet());
        Optional<String> similar = Suggestion.similar(name, names);
        throw new InvalidSignalException(kind + ": there is no source '" + ArmError.presentable(name) + "'"
                + similar.map(each -> "; did you mean " + each + "?")
                        .orElseGet(() -> "; expected one of " + String.join(", ", names)));
    }
}
