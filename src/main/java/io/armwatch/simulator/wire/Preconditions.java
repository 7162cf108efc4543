package io.armwatch.simulator.wire;

import java.util.Optional;

/** Evaluates {@code If-Match} and {@code If-None-Match}. */
public final class Preconditions {
    private Preconditions() {}

    /** Whether a list of ETags, or {@code *}, matches this one; weak markers and quotes are ignored. */
    public static boolean matches(String wanted, Optional<String> etag) {
        if (etag.isEmpty()) {
            return false;
        }
        if (wanted.strip().equals("*")) {
            return true;
        }
        for (String one : wanted.split(",", -1)) {
            if (bare(one).equals(bare(etag.get()))) {
                return true;
            }
        }
        return false;
    }

    private static String bare(String etag) {
        String text = etag.strip();
        text = text.startsWith("W/") ? text.substring(2) : text;
        return text.startsWith("\"") && text.endsWith("\"") && text.length() > 1
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
