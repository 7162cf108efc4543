package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an incident ended. */
public enum How {
    /** The failed operation has succeeded. */
    SUCCEEDED,
    /** The failed operation was cancelled, for example a deletion. */
    CANCELLED,
    /** The key has a new value or version. */
    ROTATED,
    /** The key may live longer: its expiry or its rule has changed. */
    EXTENDED,
    /** The resource was deleted. */
    DELETED,
    /** No scope covers the resource any more, so armwatch cannot see the incident's real end. */
    UNWATCHED;

    /** The name in events. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
