package io.armwatch.poll.known;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What came of one poll of a resource, as the status page shows it. */
public enum PollOutcome {
    /** The answer is that of the known state. */
    UNCHANGED(1),
    /** The answer differs from the known state. */
    CHANGED(2),
    /** There was no usable answer, or the resource was not found. */
    FAILED(3);

    private final int bits;

    PollOutcome(int bits) {
        this.bits = bits;
    }

    /** Two bits that stand for it in {@link RecentPolls}; never 0. */
    int bits() {
        return bits;
    }

    /** The name in the API, for example {@code unchanged}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
