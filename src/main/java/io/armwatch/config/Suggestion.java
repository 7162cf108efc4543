package io.armwatch.config;

import static java.util.Comparator.comparingInt;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;

/** Suggests the name that an unknown one was probably meant to be. */
public final class Suggestion {
    private Suggestion() {}

    /** The end of a sentence about an unknown key: the most similar known key, or a reference to the README. */
    static String of(String key, Collection<String> known) {
        return similar(key, known).map(each -> "; did you mean " + each + "?").orElse("; the README lists all keys");
    }

    /** The most similar known text; empty if none is similar. */
    public static Optional<String> similar(String text, Collection<String> known) {
        return known.stream()
                .min(comparingInt(each -> distance(text, each)))
                .filter(each -> distance(text, each) <= text.length() / 3);
    }

    /** The Levenshtein distance: the number of characters to insert, delete or replace. */
    private static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
