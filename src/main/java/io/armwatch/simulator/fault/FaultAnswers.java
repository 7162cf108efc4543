package io.armwatch.simulator.fault;

import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.AuthChallenges;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Builds responses to send instead of ARM's. */
final class FaultAnswers {
    private static final String PAGE =
            "<html><head><title>%1$d</title></head><body><h1>%1$d Bad Gateway</h1></body></html>";

    private FaultAnswers() {}

    /** An error in ARM's shape, by default with ARM's usual code; below status 400 a response without a body. */
    static Answer error(int status, Optional<String> code, Optional<String> message) {
        return status < 400
                ? Answer.empty(status)
                : Answer.error(
                        status, code.orElse(usualCode(status)), message.orElse("The simulator applies a fault."));
    }

    private static String usualCode(int status) {
        return switch (status) {
            case 400 -> "BadRequest";
            case 401 -> "InvalidAuthenticationToken";
            case 403 -> "AuthorizationFailed";
            case 404 -> "ResourceNotFound";
            case 408 -> "RequestTimeout";
            case 409 -> "Conflict";
            case 429 -> "SubscriptionRequestsThrottled";
            case 502 -> "BadGateway";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            default -> status < 500 ? "RequestFailed" : "InternalServerError";
        };
    }

    static Answer challenging(Answer error, String kind, Clock clock) {
        String challenge = kind.equals("claims")
                ? AuthChallenges.claims(clock.instant())
                : AuthChallenges.plain("The access token is invalid.");
        return error.with(Map.of("WWW-Authenticate", challenge));
    }

    /** A body other than ARM's JSON. */
    static Answer body(String kind, int status) {
        return switch (kind) {
            case "html" ->
                Answer.of(status, Buffer.buffer(PAGE.formatted(status))).with(Map.of("Content-Type", "text/html"));
            case "not-json" -> Answer.of(status, Buffer.buffer("this is not JSON"));
            default -> Answer.empty(status);
        };
    }
}
