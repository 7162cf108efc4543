package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.sun.net.httpserver.HttpExchange;
import io.armwatch.azure.Credential.NoTokenException;
import io.armwatch.azure.network.Network;
import io.armwatch.azure.network.TlsServer;
import io.armwatch.azure.network.TokenHttpClient;
import io.armwatch.azure.network.Trust;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** azure-identity itself, with a token endpoint of a private authority; its tokens live for an hour. */
class TokenEndpointTest {
    private static final String TENANT = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";

    @TempDir
    private Path folder = Path.of("");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String refusal = "";
    private TlsServer server;
    private CachedCredential credential;

    @BeforeEach
    void start() throws Exception {
        server = new TlsServer(folder, "dns:localhost", this::answer);
        Network network = Network.of("", Map.<String, String>of()::get, Map.of(), Trust.read(server.pem(folder)));
        credential = credential(network);
    }

    private CachedCredential credential(Network network) {
        TokenHttpClient http = new TokenHttpClient(network);
        return new CachedCredential(
                () -> made(http), "https://management.azure.com/.default", System::nanoTime, http::oddAnswer);
    }

    private TokenCredential made(TokenHttpClient http) {
        return new ClientSecretCredentialBuilder()
                .tenantId(TENANT)
                .clientId("client")
                .clientSecret("s3cret")
                .authorityHost("https://localhost:" + server.port())
                .disableInstanceDiscovery()
                .httpClient(http)
                .maxRetry(0)
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        String token = "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"t" + asked.size() + "\"}";
        byte[] body = (status == 200 ? token : refusal).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void a_token_that_arm_refuses_is_replaced_past_azure_identity_s_own_cache() throws Exception {
        assertThat(credential.authorization()).contains("Bearer t1");

        assertThat(credential.renew("Bearer t1", Optional.empty())).contains("Bearer t2");
        assertThat(asked).hasSize(2);
    }

    @Test
    void claims_that_arm_wants_reach_the_token_endpoint() throws Exception {
        credential.authorization();

        assertThat(credential.renew(
                        "Bearer t1", Optional.of("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"17\"}}}")))
                .contains("Bearer t2");
        assertThat(asked.get(1)).contains("\"nbf\"").contains("\"17\"");
    }

    @Test
    void entra_s_refusal_is_one_sentence_with_its_code() {
        status = 401;
        refusal = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided."
                + " Trace ID: 1 Correlation ID: 2\",\"error_codes\":[7000215]}";

        assertThatExceptionOfType(NoTokenException.class)
                .isThrownBy(credential::authorization)
                .withMessageContaining("the token endpoint answers 401 invalid_client: AADSTS7000215: Invalid client")
                .withMessageNotContaining("Trace ID")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void an_error_says_that_an_answer_is_not_json_without_quoting_it() {
        status = 404;
        refusal = "<html>blocked by the company's policy</html>";

        assertThatExceptionOfType(NoTokenException.class)
                .isThrownBy(credential::authorization)
                .withMessageContaining("localhost answers 404 with something that is not JSON")
                .withMessageNotContaining("blocked")
                .withMessageNotContaining("inner exception");
    }

    @Test
    void an_untrusted_authority_is_named_for_tokens_too() {
        assertThatExceptionOfType(NoTokenException.class)
                .isThrownBy(() -> credential(Network.PLAIN).authorization())
                .withMessageContaining("the certificate of localhost is not issued by an authority")
                .withMessageContaining("armwatch.http.ca-file");
    }
}
