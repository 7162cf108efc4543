package io.armwatch.azure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A resource type and its naming rules from the resource provider's reference.
 *
 * @param namespace the resource provider, for example {@code Microsoft.Batch}
 * @param levels the type's segments from the top-level resource down, at least one
 */
public record ResourceType(String namespace, List<Level> levels) {
    private static final String SUBSCRIPTIONS = "/subscriptions/";

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
        /** Well above any limit in Azure's naming rules. */
        private static final int LONGEST_IN_ANSWERS = 512;

        /** Whether the reference allows this name, so that a user may write it. */
        public boolean allows(String candidate) {
            return candidate.length() >= minLength
                    && candidate.length() <= maxLength
                    && isSafe(candidate)
                    && name.matcher(candidate).matches();
        }

        /**
         * Whether a name from an answer can be used. ARM answers in any casing, and may have allowed names that the
         * reference does not.
         */
        public boolean accepts(String answered) {
            return !answered.isBlank() && answered.length() <= LONGEST_IN_ANSWERS && isSafe(answered);
        }

        /** Whether a name changes nothing but its own segment: no separator of a path, no {@code .} or {@code ..} (also encoded). */
        private static boolean isSafe(String candidate) {
            return candidate.chars().noneMatch(c -> c == '/' || c == '?' || c == '#')
                    && !DOTS.matcher(candidate).matches()
                    && ArmId.isFit(candidate);
        }
    }

    /** The type of Azure subscriptions themselves, whose ids have no provider. */
    public boolean isSubscription() {
        return levels.size() == 1 && fullName().equalsIgnoreCase(ArmId.SUBSCRIPTION_TYPE);
    }

    /** Whether a resource is of this type. */
    public boolean isTypeOf(ArmId id) {
        return id.type().equalsIgnoreCase(fullName());
    }

    /** The level of this type, from 0, that a resource is of: its last one, or one above. */
    public Optional<Integer> levelOf(ArmId id) {
        String full = id.type();
        return IntStream.range(0, levels.size())
                .boxed()
                .filter(level -> prefix(level + 1).equalsIgnoreCase(full))
                .findFirst();
    }

    /** Whether a lower-cased id may be of this type. It costs less than {@link #isTypeOf}. */
    public boolean mayBeTypeOf(String key) {
        return isSubscription()
                ? key.indexOf('/', SUBSCRIPTIONS.length()) < 0
                : key.contains("/providers/" + namespace.toLowerCase(Locale.ROOT) + "/");
    }

    /** The full name of the type of its first levels, for example {@code Microsoft.Batch/batchAccounts}. */
    public String prefix(int numberOfLevels) {
        StringBuilder prefix = new StringBuilder(namespace);
        levels.subList(0, numberOfLevels).forEach(level -> prefix.append('/').append(level.type()));
        return prefix.toString();
    }

    /** The full name, for example {@code Microsoft.Batch/batchAccounts/certificates}. */
    public String fullName() {
        return prefix(levels.size());
    }
}
