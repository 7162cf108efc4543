package io.armwatch.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The fingerprint of a key's value: the first 16 hex digits of a digest; see {@link Fingerprints}. */
public record Fingerprint(@JsonValue String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a fingerprint has 16 hex digits");
        }
    }
}
