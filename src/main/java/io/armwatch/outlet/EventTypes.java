package io.armwatch.outlet;

import static java.util.stream.Collectors.joining;

import io.armwatch.event.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which types of events an outlet delivers.
 *
 * @param patterns short names such as {@code key.rotated}, with {@code *} for any characters
 */
record EventTypes(List<Pattern> patterns) {
    private static final Pattern VALID = Pattern.compile("[a-z*.-]+");

    EventTypes {
        patterns = List.copyOf(patterns);
    }

    /**
     * Parses a list, separated by commas.
     *
     * @throws IllegalArgumentException if one is no name of a type
     */
    static EventTypes parse(String list) {
        return new EventTypes(Arrays.stream(list.split(",", -1))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .map(EventTypes::pattern)
                .toList());
    }

    private static Pattern pattern(String name) {
        if (!VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' in types is no type of an event; expected types separated by commas, for example"
                    + " key.rotated,certificate.*");
        }
        Pattern pattern = Pattern.compile("io\\.armwatch\\.\\Q" + name.replace("*", "\\E.*\\Q") + "\\E\\.v\\d+");
        if (Arrays.stream(EventType.values())
                .noneMatch(each -> pattern.matcher(each.type()).matches())) {
            throw new IllegalArgumentException("'" + name
                    + "' in types is no type of an event; expected one or more of "
                    + Arrays.stream(EventType.values()).map(EventType::text).collect(joining(", "))
                    + ", separated by commas, with * for any characters");
        }
        return pattern;
    }

    /** Whether an event of this {@code type} is delivered, for example {@code io.armwatch.key.rotated.v1}. */
    boolean has(String type) {
        return patterns.stream().anyMatch(each -> each.matcher(type).matches());
    }
}
