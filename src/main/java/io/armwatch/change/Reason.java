package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a poll failed: the field {@code reason} of {@code poll.failed}. */
public enum Reason {
    /** There is no token, or ARM does not accept it (401). */
    UNAUTHENTICATED,
    /** The identity lacks the right (403). */
    FORBIDDEN,
    /** A resource that {@code watch.yaml} names by its id does not exist and was never seen (404). */
    MISSING,
    /** ARM refuses the request with an error of its own (4xx), for example in a disabled Azure subscription. */
    REFUSED,
    /** ARM's rate limit is exceeded (429). */
    THROTTLED,
    /** The connection failed or broke. */
    UNREACHABLE,
    /** There was no complete response in time. */
    TIMEOUT,
    /** The response is not what the reference describes. */
    INVALID_RESPONSE,
    /** ARM or a gateway in front of it failed (5xx). */
    SERVER_ERROR,
    /** Azure has withdrawn the feature or the resource type. */
    RETIRED,
    /** ARM refuses every api-version that armwatch understands. */
    API_VERSION;

    /** The name in events, for example {@code invalid-response}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
