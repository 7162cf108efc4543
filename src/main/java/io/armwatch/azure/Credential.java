package io.armwatch.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.SimpleTokenCache;
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

    /** No token could be had. The message says who was asked, never what for. */
    final class NoTokenException extends IOException {
        NoTokenException(String message) {
            super(message);
        }
    }

    /** No credential, for a simulator. */
    static Credential none() {
        return Optional::empty;
    }

    /** azure-identity's DefaultAzureCredential: environment, workload identity, managed identity, Azure CLI. */
    static Credential azureDefault(AzureCloud cloud, Clock clock) {
        return new Cached(cloud, clock);
    }

    /**
     * DefaultAzureCredential behind azure-core's cache. A failure is kept for a while too, so that ten thousand polls do not each
     * walk the whole chain of credentials.
     */
    final class Cached implements Credential {
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final Duration AFTER_FAILURE = Duration.ofSeconds(20);

        private final SimpleTokenCache cache;
        private final Clock clock;
        private final AtomicReference<Refusal> refusal = new AtomicReference<>(new Refusal("", Instant.MIN));

        private record Refusal(String message, Instant until) {}

        private Cached(AzureCloud cloud, Clock clock) {
            var credential = new DefaultAzureCredentialBuilder()
                    .authorityHost(cloud.authority())
                    // Or AZURE_HTTP_LOG_DETAIL_LEVEL could have the answer logged that holds the token.
                    .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                    .build();
            var request = new TokenRequestContext().addScopes(cloud.tokenScope());
            this.cache = new SimpleTokenCache(() -> credential.getToken(request));
            this.clock = clock;
        }

        @Override
        public Optional<String> authorization() throws NoTokenException {
            Refusal last = requireNonNull(refusal.get());
            if (clock.instant().isBefore(last.until())) {
                throw new NoTokenException(last.message());
            }
            try {
                AccessToken token = cache.getToken().block(PATIENCE);
                if (token == null) {
                    throw new IllegalStateException("the credential gave no token");
                }
                return Optional.of("Bearer " + token.getToken());
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
