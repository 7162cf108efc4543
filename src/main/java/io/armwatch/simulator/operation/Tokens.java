package io.armwatch.simulator.operation;

import io.armwatch.simulator.estate.SimulatedSecrets;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.AuthChallenges;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The managed identity endpoint of App Service (api-version 2019-08-01), and the tokens that it has issued. */
public final class Tokens {
    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    private final Map<String, Instant> revoked = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final SimulatorOptions options;
    private final SimulatedSecrets secrets;
    private final Clock clock;

    public Tokens(SimulatorOptions options, SimulatedSecrets secrets) {
        this.options = options;
        this.secrets = secrets;
        this.clock = options.clock();
    }

    public Answer issue(HttpServerRequest request) {
        if (!options.identityHeader().equals(request.getHeader("X-IDENTITY-HEADER"))) {
            return Answer.error(401, "Unauthorized", "The X-IDENTITY-HEADER is missing or wrong.");
        }
        if (!"2019-08-01".equals(request.getParam("api-version"))) {
            return Answer.error(400, "BadRequest", "The api-version must be 2019-08-01.");
        }
        String resource = request.getParam("resource");
        if (resource == null || resource.isEmpty()) {
            return Answer.error(400, "BadRequest", "The resource parameter is missing.");
        }
        Instant expiry = clock.instant().plus(options.tokenLifetime());
        return Answer.of(
                200,
                WireJson.render(WireJson.object()
                        .put("access_token", token(expiry))
                        .put("expires_on", Long.toString(expiry.getEpochSecond()))
                        .put("resource", resource)
                        .put("token_type", "Bearer")));
    }

    private String token(Instant expiry) {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String token = secrets.remember(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        expiries.put(token, expiry);
        return token;
    }

    /** Revokes a token from this instant on: it is refused with a claims challenge even before it expires. */
    public void revoke(String token, Instant from) {
        revoked.put(token, from);
    }

    /** Refuses a call with a revoked token. */
    void refuseRevoked(Call call) {
        if (revoked.isEmpty()) {
            return;
        }
        Instant from = revoked.get(bearer(call.header("Authorization").orElse("")));
        if (from != null && !clock.instant().isBefore(from)) {
            throw new ArmErrorException(
                    401,
                    "InvalidAuthenticationToken",
                    "The access token has been revoked.",
                    Map.of("WWW-Authenticate", AuthChallenges.claims(clock.instant())));
        }
    }

    /** The bearer token in an Authorization header; empty if there is none. */
    public static String bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : "";
    }

    /** Refuses a call without a valid token of this endpoint. */
    void require(Call call) {
        String token = bearer(call.header("Authorization").orElse(""));
        if (token.isEmpty()) {
            throw refusal("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
        }
        Instant expiry = expiries.get(token);
        if (expiry == null) {
            throw refusal("InvalidAuthenticationToken", "The access token is invalid.");
        }
        if (!clock.instant().isBefore(expiry)) {
            throw refusal(
                    "ExpiredAuthenticationToken",
                    "The access token expiry UTC time '%s' is earlier than current UTC time '%s'."
                            .formatted(expiry, clock.instant()));
        }
    }

    private static ArmErrorException refusal(String code, String message) {
        return new ArmErrorException(401, code, message, Map.of("WWW-Authenticate", AuthChallenges.plain(message)));
    }
}
