package io.armwatch.azure;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A resource type and its naming rules from the resource provider's reference.
 *
 * @param namespace the resource provider, for example {@code Microsoft.Batch}
 * @param levels the type's segments from the top-level resource down, at least one
 */
public record ResourceType(String namespace, List<Level> levels) {
    public ResourceType {
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a resource type needs at least one level");
        }
        levels = List.copyOf(levels);
    }

    /**
     * One level of a type.
     *
     * @param type the segment of the type, for example {@code batchAccounts}
     * @param name the pattern that a whole name must match
     * @param example a valid name, shown in errors
     */
    public record Level(String type, Pattern name, int minLength, int maxLength, String example) {
        private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}");

        /**
         * Whether the reference allows this name. A slash, {@code .} and {@code ..} (also encoded) never are: they
         * would change the path.
         */
        public boolean allows(String candidate) {
            return candidate.length() >= minLength
                    && candidate.length() <= maxLength
                    && candidate.indexOf('/') < 0
                    && !DOTS.matcher(candidate).matches()
                    && ArmId.isFit(candidate)
                    && name.matcher(candidate).matches();
        }
    }

    /** The full name, for example {@code Microsoft.Batch/batchAccounts/certificates}. */
    public String fullName() {
        StringBuilder full = new StringBuilder(namespace);
        levels.forEach(level -> full.append('/').append(level.type()));
        return full.toString();
    }
}
