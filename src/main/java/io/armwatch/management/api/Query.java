package io.armwatch.management.api;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The parameters of a request. */
record Query(MultiMap parameters) {
    private static final int LONGEST = 2_000;
    private static final int MOST_ROWS = 500;

    /** A text; empty if it is absent or blank. */
    Optional<String> text(String name) {
        Optional<String> value = Optional.ofNullable(parameters.get(name)).filter(text -> !text.isBlank());
        if (value.filter(text -> text.length() > LONGEST).isPresent()) {
            throw new ApiException(400, name + " is longer than " + LONGEST + " characters");
        }
        return value;
    }

    /** A text in lower case. */
    Optional<String> lower(String name) {
        return text(name).map(text -> text.toLowerCase(Locale.ROOT));
    }

    /** One of these words. */
    Optional<String> oneOf(String name, Set<String> words) {
        Optional<String> value = lower(name);
        if (value.filter(word -> !words.contains(word)).isPresent()) {
            throw new ApiException(
                    400,
                    name + " must be one of "
                            + String.join(", ", words.stream().sorted().toList()));
        }
        return value;
    }

    /** How many rows to leave out. */
    int offset() {
        return number("offset", 0, 0, Integer.MAX_VALUE);
    }

    /** How many rows to answer with. */
    int limit(int usual) {
        return number("limit", usual, 1, MOST_ROWS);
    }

    private int number(String name, int usual, int least, int most) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new ApiException(400, name + " must be a number from " + least + " to " + most);
    }
}
