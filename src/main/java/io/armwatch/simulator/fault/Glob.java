package io.armwatch.simulator.fault;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Case-insensitive patterns: {@code *} matches anything but a slash, {@code **} matches anything. */
final class Glob {
    private Glob() {}

    /** A pattern without a star matches a part of the text; one with a star must match the whole text. */
    static Predicate<String> partOrWhole(String pattern) {
        if (pattern.contains("*")) {
            return whole(pattern);
        }
        String part = pattern.toLowerCase(Locale.ROOT);
        return text -> text.toLowerCase(Locale.ROOT).contains(part);
    }

    static Predicate<String> whole(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (pattern.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE).asMatchPredicate();
    }
}
