package io.armwatch.azure;

import java.net.URI;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;

/**
 * How the HTTP client that asks ARM is set up: no redirects, no cookies, no retries of its own, and {@link ArmExec} around each
 * call.
 */
public final class ArmClient implements HttpClientConfigurer, AutoCloseable {
    private final ArmExec exec;
    private final String userAgent;

    public ArmClient(URI endpoint, Credential credential, Duration patience, String version) {
        this.exec = new ArmExec(host(endpoint), credential, patience);
        this.userAgent = "armwatch/" + version;
    }

    private static HttpHost host(URI endpoint) {
        int standard = endpoint.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return new HttpHost(
                endpoint.getScheme(), endpoint.getHost(), endpoint.getPort() < 0 ? standard : endpoint.getPort());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setUserAgent(userAgent)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorFirst("armwatch", exec)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "armwatch-deadline", exec::connected);
    }

    /** A client of its own that asks as the routes do, for whoever asks outside them. */
    public CloseableHttpClient client() {
        HttpClientBuilder builder = HttpClientBuilder.create();
        configureHttpClient(builder);
        return builder.build();
    }

    /** Abandons every call in flight, so that whoever stops need not wait for ARM. */
    public void abandon() {
        exec.abandon();
    }

    @Override
    public void close() {
        exec.close();
    }
}
