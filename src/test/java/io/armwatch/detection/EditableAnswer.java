package io.armwatch.detection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.detection.HistoryStep.Edit;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PossibleAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** ARM's answer about a resource, which changes property by property. */
final class EditableAnswer {
    /** The places that events with a type of their own are about change more often. */
    private static final Pattern TELLING = Pattern.compile(
            "(?i)key|stat(e|us)|thumbprint|expir|exp$|created$|publicData|hostnameConfigurations|disableLocalAuth");

    private final PossibleAnswers answers;
    private final List<String> places;
    private ObjectNode body;

    EditableAnswer(PossibleAnswers answers) {
        this.answers = answers;
        this.places = answers.values().keySet().stream()
                .flatMap(place -> Collections.nCopies(TELLING.matcher(place).find() ? 4 : 1, place).stream())
                .toList();
        this.body = answers.first();
    }

    ObjectNode body() {
        return body;
    }

    /** Changes the answer, and says how. */
    String edit(Edit edit, Instant now) {
        String place = places.get(edit.place() % places.size());
        List<JsonNode> values = requireNonNull(answers.values().get(place));
        JsonPointer parent = JsonPointer.compile(place).head();
        if (edit.value() == 0) {
            if (!body.at(parent).isObject()) {
                return "no object holds " + place;
            }
            body = OfficialExample.without(body, place);
            return "without " + place;
        }
        if (!canBeObject(parent)) {
            return "no object can hold " + place;
        }
        JsonNode value = edit.value() == 1
                ? NullNode.getInstance()
                : time(place, values.get(0), edit.value(), now)
                        .orElseGet(() -> values.get((edit.value() - 2) % values.size()));
        body = OfficialExample.with(body, place, value);
        return place + ": " + value;
    }

    /** Whether the value at a pointer, and each above it, is an object or not there yet. */
    private boolean canBeObject(JsonPointer pointer) {
        JsonNode value = body.at(pointer);
        return (value.isObject() || value.isMissingNode() || value.isNull())
                && (pointer.matches() || canBeObject(pointer.head()));
    }

    /** A time some days from now, if the place holds times: of Key Vault in seconds, else as text. */
    private static Optional<JsonNode> time(String place, JsonNode like, int days, Instant now) {
        Instant time = now.plus(Duration.ofDays(days % 2 == 0 ? days / 4 : -days));
        if (days % 4 == 0) {
            return Optional.empty();
        }
        if (like.isInt() && place.startsWith("/properties/attributes/")) {
            return Optional.of(LongNode.valueOf(time.getEpochSecond()));
        }
        return like.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*")
                ? Optional.of(TextNode.valueOf(time.toString()))
                : Optional.empty();
    }
}
