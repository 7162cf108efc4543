package io.armwatch.azure;

import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.armwatch.azure.network.Network;
import io.armwatch.azure.network.TokenHttpClient;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

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
     * @return the new value; empty where there is none to be had now
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

    /**
     * azure-identity's DefaultAzureCredential: environment, workload identity, managed identity, Azure CLI.
     *
     * @param nanos a time that never steps, in nanoseconds
     */
    static Credential azureDefault(AzureCloud cloud, Network network, LongSupplier nanos) {
        TokenHttpClient http = new TokenHttpClient(network);
        return new CachedCredential(
                () -> new DefaultAzureCredentialBuilder()
                        .authorityHost(cloud.authority())
                        .httpClient(http)
                        // Or AZURE_HTTP_LOG_DETAIL_LEVEL could have the answer logged that holds the token.
                        .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                        .build(),
                cloud.tokenScope(),
                nanos,
                http::oddAnswer);
    }
}
