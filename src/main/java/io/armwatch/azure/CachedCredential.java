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
 * A credential of azure-identity behind azure-core's cache. A failure is kept for a while too, so that ten thousand polls do not each
 * walk the whole chain of credentials. A token that ARM refuses is replaced past every cache: azure-identity asks its own cache first,
 * whatever claims are wanted, so a new credential object takes the place of the old one. Waits do not depend on the wall clock.
 */
final class CachedCredential implements Credential {
    private static final Logger LOG = LoggerFactory.getLogger(CachedCredential.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(20).toNanos();

    private final Supplier<TokenCredential> credentials;
    private final String scope;
    private final LongSupplier nanos;
    private final Supplier<Optional<String>> oddAnswer;
    private final Renewals renewals = new Renewals();
    private volatile @Nullable Failure failure;
    private volatile @Nullable Issued issued;
    private volatile SimpleTokenCache cache;

    /** No token could be had, and none is asked for until then. */
    private record Failure(String message, long until) {}

    /** The token that was given out last, as a header's value. */
    private static final class Issued {
        private final AccessToken token;
        private final String authorization;

        Issued(AccessToken token) {
            this.token = token;
            this.authorization = "Bearer " + token.getToken();
        }
    }

    /**
     * Takes a credential.
     *
     * @param credentials makes a credential that has no token in a cache of its own
     * @param nanos a time that never steps, in nanoseconds
     * @param oddAnswer what is odd about the last answer of a token endpoint
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

    /** A cache over a new credential, whose first token holds the claims. */
    private SimpleTokenCache cache(Optional<String> claims) {
        TokenCredential credential = credentials.get();
        AtomicBoolean first = new AtomicBoolean(claims.isPresent());
        return new SimpleTokenCache(() -> {
            TokenRequestContext request = new TokenRequestContext().addScopes(scope);
            if (first.getAndSet(false)) {
                request.setClaims(claims.orElseThrow()).setCaeEnabled(true); // without it, claims are ignored
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
    public synchronized Optional<String> renewed(String refused, Optional<String> claims) throws NoTokenException {
        throwLastFailure();
        String current = token();
        if (!current.equals(refused)) {
            return Optional.of(current);
        }
        if (!renewals.isDue(nanos.getAsLong())) {
            return Optional.empty();
        }
        forgetManagedIdentityTokens();
        cache = cache(claims);
        String fresh = token();
        return fresh.equals(refused) ? Optional.empty() : Optional.of(fresh);
    }

    /**
     * MSAL keeps the tokens of managed identities for the whole JVM. What is read into its cache is merged with what it holds, so the
     * tokens in it cannot be taken out, but can be made to have expired.
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
            LOG.debug("MSAL's cache holds something unexpected", e);
        }
    }

    private String token() throws NoTokenException {
        SimpleTokenCache current = cache;
        try {
            AccessToken token = current.getToken().block(PATIENCE);
            if (token == null) {
                throw new IllegalStateException("the credential gave no token");
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
            cache = cache(
                    Optional.empty()); // the failing one would not ask for 30 seconds, and let polls wait meanwhile
        }
        String message = "no token from DefaultAzureCredential: "
                + oddAnswer.get().orElseGet(() -> TokenFailures.sentence(cause));
        failure = new Failure(message, nanos.getAsLong() + AFTER_FAILURE_NANOS);
        return new NoTokenException(message);
    }

    /** How often a fresh token is asked for where ARM refuses each: after a minute, then after twice as long, up to ten minutes. */
    private static final class Renewals {
        private static final long FIRST_NANOS = Duration.ofMinutes(1).toNanos();
        private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();

        private boolean begun;
        private long wait;
        private long next;
        private long refusedAt;

        /** Takes note of a refusal, and says whether a fresh token may be asked for. A long time without any begins anew. */
        boolean isDue(long now) {
            boolean quiet = !begun || now - refusedAt > LONGEST_NANOS;
            refusedAt = now;
            if (!quiet && now - next < 0) {
                return false;
            }
            wait = quiet ? FIRST_NANOS : Math.min(2 * wait, LONGEST_NANOS);
            next = now + wait;
            begun = true;
            return true;
        }
    }
}
