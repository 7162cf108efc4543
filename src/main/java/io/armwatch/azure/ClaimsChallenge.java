package io.armwatch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * The claims that ARM demands in {@code WWW-Authenticate} when it refuses a token.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">Claims challenges, claims
 *     requests, and client capabilities</a>
 */
final class ClaimsChallenge {
    private static final Pattern CLAIMS = Pattern.compile("\\bclaims=\"([A-Za-z0-9+/=_-]{1,8192})\"");

    private ClaimsChallenge() {}

    /** The claims as JSON; empty if the header is missing or demands none. */
    static Optional<String> in(@Nullable Header authenticate) {
        if (authenticate == null || authenticate.getValue() == null) {
            return Optional.empty();
        }
        Matcher claims = CLAIMS.matcher(authenticate.getValue());
        return claims.find() ? decoded(claims.group(1)) : Optional.empty();
    }

    private static Optional<String> decoded(String base64) {
        try {
            byte[] json = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            return Optional.of(new String(json, UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
