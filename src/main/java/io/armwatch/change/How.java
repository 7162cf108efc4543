package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an incident ended. */
public enum How {
    /** What had failed has succeeded. */
    SUCCEEDED,
    /** What had failed was called off, as a deletion is. */
    CANCELLED,
    /** The resource is gone. */
    DELETED,
    /** No scope covers the resource any more, so its end will not be seen. */
    UNWATCHED;

    /** The name on the wire. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
