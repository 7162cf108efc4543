package io.armwatch.simulator.estate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds and removes members by JSON pointer, in which {@code *} stands for every element of an array. */
final class Pointers {
    private Pointers() {}

    static void remove(ObjectNode body, String pointer) {
        JsonPointer at = JsonPointer.compile(pointer);
        if (body.at(at.head()) instanceof ObjectNode parent) {
            parent.remove(at.last().getMatchingProperty());
        }
    }

    /** Calls an action with every object that the pointer's head addresses, and the name of the last member. */
    static void forEachParent(ObjectNode body, String pointer, BiConsumer<ObjectNode, String> action) {
        List<String> names = List.of(pointer.substring(1).split("/", -1));
        walk(body, names, action);
    }

    private static void walk(JsonNode node, List<String> names, BiConsumer<ObjectNode, String> action) {
        String name = names.get(0);
        if (names.size() == 1) {
            if (node instanceof ObjectNode object) {
                action.accept(object, name);
            }
        } else if (name.equals("*")) {
            node.forEach(element -> walk(element, names.subList(1, names.size()), action));
        } else {
            walk(node.path(name), names.subList(1, names.size()), action);
        }
    }
}
