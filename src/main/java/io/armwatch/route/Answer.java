package io.armwatch.route;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmExec;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.azure.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What ARM answered. */
final class Answer {
    private final int status;
    private final byte[] body;
    private final Message message;

    private Answer(int status, byte[] body, Message message) {
        this.status = status;
        this.body = body;
        this.message = message;
    }

    static Answer of(Message message) throws IOException {
        return new Answer(
                message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class), bytes(message.getBody()), message);
    }

    private static byte[] bytes(@Nullable Object body) throws IOException {
        if (body instanceof InputStream stream) {
            return stream.readAllBytes();
        }
        return body instanceof byte[] bytes ? bytes : new byte[0];
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    ArmError error() {
        return ArmError.of(body);
    }

    Optional<String> etag() {
        return header("ETag");
    }

    Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.parse(header("Retry-After"), now);
    }

    /** ARM's own name for this call in the activity log. */
    Optional<String> correlationId() {
        return header("x-ms-correlation-request-id").map(ArmError::presentable);
    }

    /** How many calls of a kind ARM says are left in the Azure subscription. */
    Optional<Long> remaining(Kind kind) {
        return number(kind.remainingHeader());
    }

    /** How many calls of a kind ARM says are left in the tenant. */
    Optional<Long> remainingToTenant(Kind kind) {
        return number(kind.remainingToTenantHeader());
    }

    /** Whether ARM refused the token, and there is another one now. */
    boolean isTokenRenewed() {
        return status == 401 && header(ArmExec.RENEWED).isPresent();
    }

    private Optional<Long> number(String header) {
        return header(header).flatMap(text -> {
            try {
                return Optional.of(Long.parseLong(text.strip()));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }
}
