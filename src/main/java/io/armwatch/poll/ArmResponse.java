package io.armwatch.poll;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmExec;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.azure.RetryAfter;
import io.armwatch.poll.known.Digest;
import io.armwatch.poll.queue.ArmRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** A response from ARM, with its whole body. */
public final class ArmResponse {
    private final ClassicHttpResponse response;
    private final byte[] body;
    private @Nullable Digest digest;

    public ArmResponse(ClassicHttpResponse response, byte[] body) {
        this.response = response;
        this.body = body;
    }

    public static ArmResponse of(ClassicHttpResponse response) {
        return new ArmResponse(response, ArmExec.body(response));
    }

    /** A response whose page another source has received. */
    public static ArmResponse ofPage(byte[] body) {
        return new ArmResponse(new BasicClassicHttpResponse(200), body);
    }

    public int status() {
        return response.getCode();
    }

    public byte[] body() {
        return body;
    }

    Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = Digest.of(body);
            digest = known;
        }
        return known;
    }

    public ArmError error() {
        return ArmError.of(body);
    }

    /**
     * Whether the pricing tier of the parent has no such resources. API Management answers so where a list of workspaces is
     * requested from a service of a lower tier.
     */
    boolean isUnavailableInTier() {
        return status() == 400
                && error().code()
                        .filter("MethodNotAllowedInPricingTier"::equals)
                        .isPresent();
    }

    Optional<String> etag() {
        return header("ETag");
    }

    public Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.parse(header("Retry-After"), header("Date"), now);
    }

    /** ARM's id for this call in the activity log. */
    Optional<String> correlationId() {
        return header("x-ms-correlation-request-id");
    }

    /** Updates a budget with the rest that ARM reports, or, without such a header, with the fact that ARM responded. */
    void updateBudget(Budget budget, ArmRequest request) {
        Kind kind = request.kind();
        Optional<Long> remaining = remaining(kind);
        if (remaining.isPresent()) {
            budget.setRemaining(request.subscription(), kind, remaining.get());
        } else if (status() != 429) {
            budget.markAnswered(request.subscription(), kind);
        }
        remainingInTenant(kind).ifPresent(calls -> budget.setRemainingInTenant(kind, calls));
    }

    /** The calls of a kind that are left in the Azure subscription, according to ARM. */
    Optional<Long> remaining(Kind kind) {
        return number(kind.remainingHeader());
    }

    /** The calls of a kind that are left in the tenant, according to ARM. */
    public Optional<Long> remainingInTenant(Kind kind) {
        return number(kind.remainingInTenantHeader());
    }

    /** Whether ARM refused the token and the token was renewed since. */
    public boolean isTokenRenewed() {
        return status() == 401 && header(ArmExec.RENEWED).isPresent();
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
        return Optional.ofNullable(response.getFirstHeader(name)).map(NameValuePair::getValue);
    }
}
