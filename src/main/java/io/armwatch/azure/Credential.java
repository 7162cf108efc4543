package io.armwatch.azure;

import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.armwatch.azure.network.Network;
import io.armwatch.azure.network.TokenHttpClient;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Supplies the tokens for Azure Resource Manager. */
public interface Credential {
    /**
     * The value of the Authorization header, from a cache while the token is valid.
     *
     * @return empty if requests carry no Authorization header
     * @throws NoTokenException if no token can be obtained
     */
    Optional<String> authorization() throws NoTokenException;

    /**
     * Replaces a token that ARM has refused. Callers that were refused with the same token share the replacement.
     *
     * @param refused the Authorization header's value that ARM refused
     * @param claims the claims that ARM demands in its claims challenge
     * @return the new header value; empty if there is none for now
     * @throws NoTokenException if no token can be obtained
     * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">Claims challenges</a>
     */
    default Optional<String> renew(String refused, Optional<String> claims) throws NoTokenException {
        return Optional.empty();
    }

    /** No token could be obtained. The message names the credential and the cause, never a secret. */
    final class NoTokenException extends IOException {
        public NoTokenException(String message) {
            super(message);
        }
    }

    /** No credential, for the simulator. */
    static Credential none() {
        return Optional::empty;
    }

    /**
     * azure-identity's {@code DefaultAzureCredential}: environment, workload identity, managed identity, Azure CLI.
     *
     * @param nanos a monotonic clock in nanoseconds
     */
    static Credential azureDefault(AzureCloud cloud, Network network, LongSupplier nanos) {
        TokenHttpClient http = new TokenHttpClient(network);
        return new CachedCredential(
                () -> new DefaultAzureCredentialBuilder()
                        .authorityHost(cloud.authority())
                        .httpClient(http)
                        // Otherwise AZURE_HTTP_LOG_DETAIL_LEVEL could make it log the response that holds the token.
                        .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                        .build(),
                cloud.tokenScope(),
                nanos,
                http::oddAnswer);
    }
}
