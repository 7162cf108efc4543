package io.armwatch.azure.network;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * azure-identity's HTTP client for token requests: the same library, proxy and certificate authorities as for polls.
 */
public final class TokenHttpClient implements HttpClient {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 1024 * 1024;
    /** Headers that Apache's HTTP client sets itself. */
    private static final Set<String> FRAMING = Set.of("content-length", "host", "connection", "transfer-encoding");

    private final Network network;
    private final CloseableHttpClient http;
    private volatile @Nullable String odd;

    public TokenHttpClient(Network network) {
        this.network = network;
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofSeconds(10))
                        .setSocketTimeout(Timeout.of(TIME_LIMIT))
                        .build());
        network.trust()
                .map(Trust::context)
                .map(DefaultClientTlsStrategy::new)
                .ifPresent(connections::setTlsSocketStrategy);
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections.build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement();
        network.configure(builder);
        this.http = builder.build();
    }

    /**
     * Says who sent the last response if it was not JSON, as every response with a token or an error is; otherwise
     * empty.
     */
    public Optional<String> oddAnswer() {
        return Optional.ofNullable(odd);
    }

    /**
     * Runs on another thread because the caller's time is bounded, and with a limit because a server may send a byte at
     * a time.
     */
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.defer(() -> {
            HttpUriRequestBase call = call(request);
            return Mono.<HttpResponse>fromCallable(() -> answer(request, call))
                    .subscribeOn(Schedulers.boundedElastic())
                    .doOnCancel(call::cancel)
                    .timeout(TIME_LIMIT);
        });
    }

    private static HttpUriRequestBase call(HttpRequest request) {
        try {
            URI uri = request.getUrl().toURI();
            HttpUriRequestBase call =
                    new HttpUriRequestBase(request.getHttpMethod().toString(), uri);
            request.getHeaders().stream()
                    .filter(header -> !FRAMING.contains(header.getName().toLowerCase(Locale.ROOT)))
                    .forEach(header -> call.setHeader(header.getName(), header.getValue()));
            BinaryData body = request.getBodyAsBinaryData();
            if (body != null) {
                call.setEntity(new ByteArrayEntity(body.toBytes(), null));
            }
            return call;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the address of a token endpoint is not a URI", e);
        }
    }

    private HttpResponse answer(HttpRequest request, HttpUriRequestBase call) throws IOException {
        String host = request.getUrl().getHost();
        try {
            return http.execute(call, response -> {
                Answer answer = Answer.of(request, response);
                odd = answer.isJson()
                        ? null
                        : host + " answers " + response.getCode()
                                + " with something that is not JSON; check proxies and gateways on the way to it";
                return answer;
            });
        } catch (IOException e) {
            odd = null;
            throw ConnectionFailures.explain(e, host, network).orElse(e);
        }
    }

    /** A response that was read completely. */
    private static final class Answer extends HttpResponse {
        private final int status;
        private final HttpHeaders headers = new HttpHeaders();
        private final byte[] body;

        private Answer(HttpRequest request, int status, byte[] body) {
            super(request);
            this.status = status;
            this.body = body;
        }

        static Answer of(HttpRequest request, ClassicHttpResponse response) throws IOException {
            byte[] body = response.getEntity() == null
                    ? new byte[0]
                    : EntityUtils.toByteArray(response.getEntity(), LARGEST_ANSWER);
            Answer answer = new Answer(request, response.getCode(), body);
            Arrays.stream(response.getHeaders())
                    .forEach(header ->
                            answer.headers.add(HttpHeaderName.fromString(header.getName()), header.getValue()));
            return answer;
        }

        boolean isJson() {
            return new String(body, StandardCharsets.UTF_8).stripLeading().startsWith("{");
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        @SuppressWarnings("NullAway") // azure-core returns null for a missing header
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
