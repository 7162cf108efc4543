package io.armwatch.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Builds the {@code WWW-Authenticate} header of a 401. */
public final class AuthChallenges {
    private static final String WHERE = "Bearer authorization_uri=\"https://login.microsoftonline.com/common\", ";

    private AuthChallenges() {}

    public static String plain(String message) {
        return WHERE + "error=\"invalid_token\", error_description=\"" + message + "\"";
    }

    /** A claims challenge for a token issued at or after this instant, as in continuous access evaluation. */
    public static String claims(Instant notBefore) {
        String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"%d\"}}}"
                .formatted(notBefore.getEpochSecond());
        String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return WHERE + "error=\"insufficient_claims\", claims=\"" + encoded + "\"";
    }
}
