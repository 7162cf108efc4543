package io.armwatch.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.SimpleTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What armwatch shows Azure Resource Manager to be let in. */
public interface Credential {
    /**
     * The value of the Authorization header, from a cache where a token still lives.
     *
     * @return empty where none is wanted
     * @throws NoTokenException where no token can be had
     */
    Optional<String> authorization() throws NoTokenException;

    /**
     * Gets another token in place of one that ARM has refused, once for all who were refused with it.
     *
     * @param refused the header's value as ARM refused it
     * @param claims what ARM wants the token to hold besides, by its claims challenge
     * @return the new value; empty where there is none to be had
     * @throws NoTokenException where no token can be had
     * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">Claims challenges</a>
     */
    default Optional<String> renewed(String refused, Optional<String> claims) throws NoTokenException {
        return Optional.empty();
    }

    /** No token could be had. The message says who was asked, never what for. */
    final class NoTokenException extends IOException {
        public NoTokenException(String message) {
            super(message);
        }
    }

    /** No credential, for a simulator. */
    static Credential none() {
        return Optional::empty;
    }

    /** azure-identity's DefaultAzureCredential: environment, workload identity, managed identity, Azure CLI. */
    static Credential azureDefault(AzureCloud cloud, Clock clock) {
        TokenCredential credential = new DefaultAzureCredentialBuilder()
                .authorityHost(cloud.authority())
                // Or AZURE_HTTP_LOG_DETAIL_LEVEL could have the answer logged that holds the token.
                .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                .build();
        return new Cached(credential, cloud.tokenScope(), clock);
    }

    /**
     * DefaultAzureCredential behind azure-core's cache. A failure is kept for a while too, so that ten thousand polls do not each
     * walk the whole chain of credentials.
     */
    final class Cached implements Credential {
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final Duration AFTER_RENEWAL = Duration.ofMinutes(1);
        private static final Duration AFTER_FAILURE = Duration.ofSeconds(20);

        private final TokenCredential credential;
        private final String scope;
        private final Clock clock;
        private final AtomicReference<Refusal> refusal = new AtomicReference<>(new Refusal("", Instant.MIN));
        private volatile SimpleTokenCache cache;
        private Instant renewedAt = Instant.EPOCH;

        private record Refusal(String message, Instant until) {}

        Cached(TokenCredential credential, String scope, Clock clock) {
            this.credential = credential;
            this.scope = scope;
            this.clock = clock;
            this.cache = cache(new TokenRequestContext().addScopes(scope));
        }

        private SimpleTokenCache cache(TokenRequestContext request) {
            return new SimpleTokenCache(() -> credential.getToken(request));
        }

        @Override
        public Optional<String> authorization() throws NoTokenException {
            throwLastFailure();
            return Optional.of(token());
        }

        private void throwLastFailure() throws NoTokenException {
            Refusal last = requireNonNull(refusal.get());
            if (clock.instant().isBefore(last.until())) {
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
            if (clock.instant().isBefore(renewedAt.plus(AFTER_RENEWAL))) {
                return Optional.empty();
            }
            renewedAt = clock.instant();
            TokenRequestContext request = new TokenRequestContext().addScopes(scope);
            claims.ifPresent(request::setClaims);
            cache = cache(request);
            return Optional.of(token());
        }

        private String token() throws NoTokenException {
            try {
                AccessToken token = cache.getToken().block(PATIENCE);
                if (token == null) {
                    throw new IllegalStateException("the credential gave no token");
                }
                return "Bearer " + token.getToken();
            } catch (RuntimeException e) {
                String message = "no token from DefaultAzureCredential: " + firstLine(e);
                refusal.set(new Refusal(message, clock.instant().plus(AFTER_FAILURE)));
                throw new NoTokenException(message);
            }
        }

        private static String firstLine(RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            return ArmError.presentable(message.lines().findFirst().orElse("no reason given"));
        }
    }
}
