package io.armwatch.outlet;

import static java.util.stream.Collectors.joining;

import io.armwatch.event.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The topics of outlets: those that they read, and those of their dead letters. */
final class OutletTopics {
    /** The prefix of topics has no part in the names that a user writes. */
    private static final String NO_PREFIX = "";

    private OutletTopics() {}

    /**
     * Parses a list of short names, separated by commas: {@code key-rotations}, or {@code outlet.NAME.dead-letters}.
     *
     * @return the topics' full names
     * @throws IllegalArgumentException if one is no topic of events
     */
    static List<String> parse(String list, String prefix) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .distinct()
                .map(name -> prefix + "." + known(name))
                .toList();
    }

    private static String known(String name) {
        if (names().noneMatch(name::equals) && !name.matches("outlet\\.[a-z0-9-]+\\.dead-letters")) {
            throw new IllegalArgumentException(
                    "'" + name + "' in topics is no topic of events; expected one or more of "
                            + names().collect(joining(", ")) + ", separated by commas");
        }
        return name;
    }

    private static Stream<String> names() {
        return Arrays.stream(Topic.values())
                .filter(Topic::holdsEvents)
                .map(topic -> topic.name(NO_PREFIX).substring(1));
    }

    /** The topic of what an outlet could not deliver. */
    static String deadLetters(String prefix, String outlet) {
        return prefix + ".outlet." + outlet + ".dead-letters";
    }
}
