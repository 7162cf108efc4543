package io.armwatch.simulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.simulator.fault.FaultEffect.Edit;
import io.armwatch.simulator.wire.WireJson;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Changes the casing of ARM ids: every text in a response's JSON that begins with {@code /subscriptions/}. */
final class IdCasing {
    private IdCasing() {}

    static Edit of(String casing) {
        AtomicLong answers = new AtomicLong();
        return (request, answer) -> WireJson.edited(answer, body -> change(body, changer(casing, answers)));
    }

    private static UnaryOperator<String> changer(String casing, AtomicLong answers) {
        return switch (casing) {
            case "lower" -> id -> id.toLowerCase(Locale.ROOT);
            case "upper" -> id -> id.toUpperCase(Locale.ROOT);
            default -> {
                SplittableRandom random = new SplittableRandom(answers.incrementAndGet());
                yield id -> mixed(id, random);
            }
        };
    }

    private static String mixed(String id, SplittableRandom random) {
        StringBuilder mixed = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            mixed.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return mixed.toString();
    }

    private static void change(ObjectNode object, UnaryOperator<String> casing) {
        object.properties().forEach(member -> member.setValue(changed(member.getValue(), casing)));
    }

    private static JsonNode changed(JsonNode node, UnaryOperator<String> casing) {
        if (node instanceof ObjectNode object) {
            change(object, casing);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, changed(array.get(i), casing));
            }
        } else if (node.isTextual() && node.asText().regionMatches(true, 0, "/subscriptions/", 0, 15)) {
            return TextNode.valueOf(casing.apply(node.asText()));
        }
        return node;
    }
}
