package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a poll failed, in the words of the event {@code poll.failed}. */
public enum Reason {
    /** No token, or one that ARM does not accept (401). */
    UNAUTHENTICATED,
    /** The identity lacks the right (403). */
    FORBIDDEN,
    /** Asked for by its id, and never seen. */
    MISSING,
    /** ARM understood the call and refuses it with an error of its own (4xx), for example in a disabled Azure subscription. */
    REFUSED,
    /** Out of ARM's budget (429). */
    THROTTLED,
    /** No connection, or a broken one. */
    UNREACHABLE,
    /** No whole answer in time. */
    TIMEOUT,
    /** An answer that is not what the reference describes. */
    INVALID_RESPONSE,
    /** ARM or a gateway before it failed (5xx). */
    SERVER_ERROR,
    /** Azure has withdrawn the api-version or the feature. */
    RETIRED;

    /** The name on the wire, for example {@code invalid-response}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
