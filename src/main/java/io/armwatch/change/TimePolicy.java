package io.armwatch.change;

import io.armwatch.change.Deadline.KeyAge;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * When time is reported.
 *
 * @param tiers days before an expiry, from the longest to the shortest; each is reported once
 * @param keyMaxAgeDays the greatest age of a key whose resource has no policy of its own; empty if there is none
 */
public record TimePolicy(List<Integer> tiers, Optional<Integer> keyMaxAgeDays) {
    /** The defaults of {@code armwatch.expiry.tiers} and {@code armwatch.key.max-age}. */
    public static final TimePolicy DEFAULT = new TimePolicy(List.of(30, 14, 7, 1), Optional.empty());

    public TimePolicy {
        if (tiers.stream().anyMatch(tier -> tier < 1) || new HashSet<>(tiers).size() != tiers.size()) {
            throw new IllegalArgumentException("tiers are distinct numbers of days above 0");
        }
        if (keyMaxAgeDays.filter(days -> days < 1).isPresent()) {
            throw new IllegalArgumentException("the greatest age of a key is at least 1 day");
        }
        tiers = tiers.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /** The tier that an expiry is in: the shortest one that has begun, 0 after the expiry; empty before all tiers. */
    Optional<Integer> tier(Instant expiry, Instant now) {
        if (!now.isBefore(expiry)) {
            return Optional.of(0);
        }
        return tiers.stream()
                .filter(days -> !now.isBefore(expiry.minus(Duration.ofDays(days))))
                .reduce((longer, shorter) -> shorter);
    }

    /**
     * When the next tier begins.
     *
     * @param reported the shortest tier reported; empty if none was
     */
    Optional<Instant> next(Instant expiry, Optional<Integer> reported) {
        if (reported.filter(tier -> tier == 0).isPresent()) {
            return Optional.empty();
        }
        int days = tiers.stream()
                .filter(tier -> reported.map(last -> tier < last).orElse(true))
                .findFirst()
                .orElse(0);
        return Optional.of(expiry.minus(Duration.ofDays(days)));
    }

    /** The greatest age of a key in days; empty if there is no rule. */
    Optional<Integer> maxAge(KeyAge key) {
        return key.policyDays().or(() -> keyMaxAgeDays);
    }

    static Instant after(Instant time, int days) {
        return time.plus(Duration.ofDays(days));
    }

    /** The days until an expiry, rounded up: 0 or less after it. */
    static int daysLeft(Instant expiry, Instant now) {
        Duration left = Duration.between(now, expiry);
        long days = left.toDays();
        boolean more = left.compareTo(Duration.ofDays(days)) > 0;
        return Math.toIntExact(more ? days + 1 : days);
    }
}
