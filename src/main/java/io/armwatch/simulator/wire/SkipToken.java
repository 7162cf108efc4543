package io.armwatch.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The start of a list page, encoded in a next link.
 *
 * @param page counted from 1
 * @param after the key of the last entity on the previous page; empty on the first page
 */
public record SkipToken(int page, String after) {
    public static final String PARAMETER = "$skiptoken";
    public static final SkipToken FIRST = new SkipToken(1, "");

    /** Parses the result of {@link #text}; throws an {@link IllegalArgumentException} for any other text. */
    public static SkipToken parse(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int colon = plain.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a skip token");
        }
        return new SkipToken(Integer.parseInt(plain.substring(0, colon)), plain.substring(colon + 1));
    }

    public SkipToken next(String last) {
        return new SkipToken(page + 1, last);
    }

    public String text() {
        byte[] plain = (page + ":" + after).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }
}
