package io.armwatch.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.SimpleTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An azure-identity credential behind azure-core's token cache. Failures are cached for a while too; otherwise each of
 * ten thousand polls would try the whole credential chain. A token that ARM refuses is replaced by one from a new
 * credential object, because azure-identity answers from its own cache whatever claims are requested. Waits use a
 * monotonic clock.
 */
final class CachedCredential implements Credential {
    private static final Logger LOG = LoggerFactory.getLogger(CachedCredential.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
    private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(20).toNanos();

    private final Supplier<TokenCredential> credentials;
    private final String scope;
    private final LongSupplier nanos;
    private final Supplier<Optional<String>> oddAnswer;
    private final Renewals renewals = new Renewals();
    private volatile @Nullable Failure failure;
    private volatile @Nullable Issued issued;
    private volatile SimpleTokenCache cache;

    /** A failed token request; no other is made until that time. */
    private record Failure(String message, long until) {}

    /** The last token issued, and its Authorization header's value. */
    private static final class Issued {
        private final AccessToken token;
        private final String authorization;

        Issued(AccessToken token) {
            this.token = token;
            this.authorization = "Bearer " + token.getToken();
        }
    }

    /**
     * Creates a cache over a credential.
     *
     * @param credentials creates a credential whose own cache is empty
     * @param nanos a monotonic clock in nanoseconds
     * @param oddAnswer describes the token endpoint's last response if it was not JSON
     */
    CachedCredential(
            Supplier<TokenCredential> credentials,
            String scope,
            LongSupplier nanos,
            Supplier<Optional<String>> oddAnswer) {
        this.credentials = credentials;
        this.scope = scope;
        this.nanos = nanos;
        this.oddAnswer = oddAnswer;
        this.cache = cache(Optional.empty());
    }

    /** A cache over a new credential, whose first token request asks for the claims. */
    private SimpleTokenCache cache(Optional<String> claims) {
        TokenCredential credential = credentials.get();
        AtomicBoolean first = new AtomicBoolean(claims.isPresent());
        return new SimpleTokenCache(() -> {
            TokenRequestContext request = new TokenRequestContext().addScopes(scope);
            if (first.getAndSet(false)) {
                request.setClaims(claims.orElseThrow()).setCaeEnabled(true); // claims are ignored without CAE
            }
            return credential.getToken(request);
        });
    }

    @Override
    public Optional<String> authorization() throws NoTokenException {
        throwLastFailure();
        return Optional.of(token());
    }

    private void throwLastFailure() throws NoTokenException {
        Failure last = failure;
        if (last != null && nanos.getAsLong() - last.until() < 0) {
            throw new NoTokenException(last.message());
        }
    }

    @Override
    public synchronized Optional<String> renew(String refused, Optional<String> claims) throws NoTokenException {
        throwLastFailure();
        String current = token();
        if (!current.equals(refused)) {
            return Optional.of(current);
        }
        if (!renewals.recordRefusal(nanos.getAsLong())) {
            return Optional.empty();
        }
        forgetManagedIdentityTokens();
        cache = cache(claims);
        String fresh = token();
        return fresh.equals(refused) ? Optional.empty() : Optional.of(fresh);
    }

    /**
     * Expires the managed identity tokens in MSAL's cache, which is shared by the whole JVM. Loading into that cache
     * merges with its contents, so tokens cannot be removed from it, only overwritten as expired.
     */
    private static void forgetManagedIdentityTokens() {
        var cache = ManagedIdentityApplication.getSharedTokenCache();
        try {
            JsonNode held = MAPPER.readTree(cache.serialize());
            for (JsonNode token : held.path("AccessToken")) {
                ((ObjectNode) token)
                        .put("expires_on", "1")
                        .put("extended_expires_on", "1")
                        .remove("refresh_on");
            }
            cache.deserialize(held.toString());
        } catch (JsonProcessingException | ClassCastException e) {
            LOG.debug("MSAL's token cache has an unexpected format", e);
        }
    }

    private String token() throws NoTokenException {
        SimpleTokenCache current = cache;
        try {
            AccessToken token = current.getToken().block(TIME_LIMIT);
            if (token == null) {
                throw new IllegalStateException("the credential returned no token");
            }
            Issued last = issued;
            if (last == null || last.token != token) { // one string for all polls
                last = new Issued(token);
                issued = last;
            }
            return last.authorization;
        } catch (RuntimeException e) {
            throw failed(e, current);
        }
    }

    private synchronized NoTokenException failed(RuntimeException cause, SimpleTokenCache failing) {
        if (cache == failing) {
            // After a failure, azure-core's cache requests no token for 30 seconds and lets callers wait.
            cache = cache(Optional.empty());
        }
        String message = "no token from DefaultAzureCredential: "
                + oddAnswer.get().orElseGet(() -> TokenFailures.sentence(cause));
        failure = new Failure(message, nanos.getAsLong() + AFTER_FAILURE_NANOS);
        return new NoTokenException(message);
    }

    /**
     * Backoff for tokens that ARM keeps refusing: a new one after a minute, then after twice as long, up to ten
     * minutes.
     */
    private static final class Renewals {
        private static final long FIRST_NANOS = Duration.ofMinutes(1).toNanos();
        private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();

        private boolean started;
        private long wait;
        private long next;
        private long refusedAt;

        /**
         * Records a refusal and returns whether a new token may be requested. Ten minutes without a refusal reset the
         * backoff.
         */
        boolean recordRefusal(long now) {
            boolean quiet = !started || now - refusedAt > LONGEST_NANOS;
            refusedAt = now;
            if (!quiet && now - next < 0) {
                return false;
            }
            wait = quiet ? FIRST_NANOS : Math.min(2 * wait, LONGEST_NANOS);
            next = now + wait;
            started = true;
            return true;
        }
    }
}
