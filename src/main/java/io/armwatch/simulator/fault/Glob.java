package io.armwatch.simulator.fault;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns in any casing: {@code *} stands for anything but a slash, {@code **} for anything. */
final class Glob {
    private Glob() {}

    /** Without a star, a part of the text; with one, the whole of it. */
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
