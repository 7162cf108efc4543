package io.armwatch.outlet.webhook;

import io.armwatch.azure.network.ConnectionFailures;
import io.armwatch.azure.network.Network;
import io.armwatch.azure.network.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to one address, with the proxy and certificate authorities that are used for ARM. It follows no redirects, keeps no cookies and
 * repeats nothing by itself. Of an answer's body it reads a little, so that the connection can be used again, and keeps nothing.
 */
final class WebhookClient implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int READ_BYTES = 64 * 1024;

    private final CloseableHttpClient http;
    private final Network network;
    private final Duration timeLimit;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "armwatch-webhook-timer");
        thread.setDaemon(true);
        return thread;
    });

    /** @param timeLimit of a request and its answer, from connecting on */
    WebhookClient(Network network, Duration timeLimit, String userAgent) {
        this.network = network;
        this.timeLimit = timeLimit;
        timer.setRemoveOnCancelPolicy(
                true); // else each request is kept, with its body, until its time limit would have passed
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(timeLimit))
                        .setSocketTimeout(Timeout.of(timeLimit))
                        .build());
        network.trust()
                .map(Trust::context)
                .map(DefaultClientTlsStrategy::new)
                .ifPresent(connections::setTlsSocketStrategy);
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections.build())
                .setUserAgent(userAgent)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
        network.configure(builder);
        this.http = builder.build();
    }

    /**
     * Sends a request.
     *
     * @throws IOException if there is no answer in time; the message says why
     */
    WebhookAnswer send(HttpPost post, URI url) throws IOException {
        ScheduledFuture<?> limit = timer.schedule(post::abort, timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(post, response -> {
                WebhookAnswer answer = new WebhookAnswer(
                        response.getCode(), header(response, "Retry-After"), header(response, "Date"));
                skipBody(response, post);
                return answer;
            });
        } catch (IOException e) {
            if (post.isAborted()) {
                throw new SocketTimeoutException("not within " + timeLimit.toMillis() + " ms");
            }
            throw ConnectionFailures.explain(e, url.getHost(), network).orElse(e);
        } finally {
            limit.cancel(false);
        }
    }

    /** The status counts, even if the rest of the answer never comes. */
    private static void skipBody(ClassicHttpResponse response, HttpPost post) {
        try {
            InputStream body =
                    response.getEntity() == null ? null : response.getEntity().getContent();
            if (body != null && body.readNBytes(READ_BYTES).length == READ_BYTES) {
                post.abort(); // else the client would read to the end
            }
        } catch (IOException cut) {
            post.abort();
        }
    }

    /** The requests of which the time limit is awaited. */
    int timed() {
        return timer.getQueue().size();
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** Ends what is in flight. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.close(CloseMode.IMMEDIATE);
    }
}
