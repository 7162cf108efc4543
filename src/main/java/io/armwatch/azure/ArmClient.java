package io.armwatch.azure;

import io.armwatch.azure.network.BoundedDnsResolver;
import io.armwatch.azure.network.Network;
import io.armwatch.azure.network.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;

/**
 * Configures the HTTP client for ARM: no redirects, no cookies, no automatic retries, and {@link ArmExec} around each
 * call.
 */
public final class ArmClient implements HttpClientConfigurer, AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 200;
    /**
     * Whether the JVM is configured with a SOCKS proxy (Java's Networking Properties), which socket channels ignore.
     */
    private static final boolean SOCKS = System.getProperty("socksProxyHost") != null;

    private final PoolingHttpClientConnectionManager connections;
    private final ArmExec exec;
    private final Network network;
    private final String userAgent;

    /**
     * Creates the configuration of a client.
     *
     * @param timeLimit the time limit of one call; see {@link ArmExec}
     * @param concurrency the largest number of connections, and so of requests in flight
     */
    public ArmClient(
            URI endpoint, Credential credential, Network network, Duration timeLimit, int concurrency, String version) {
        this.network = network;
        this.connections = connections(concurrency, timeLimit, network);
        this.exec = new ArmExec(host(endpoint), credential, timeLimit, network);
        this.userAgent = "armwatch/" + version;
    }

    /** A pool of kept-alive connections. The limits on header lines and headers keep a server from filling the heap. */
    private static PoolingHttpClientConnectionManager connections(
            int concurrency, Duration timeLimit, Network network) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        Channels channels = new Channels(new BoundedDnsResolver(timeLimit));
        network.trust()
                .map(Trust::context)
                .map(DefaultClientTlsStrategy::new)
                .ifPresent(channels::setTlsSocketStrategy);
        return channels.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofSeconds(10))
                        .setSocketTimeout(Timeout.DISABLED)
                        .build())
                .setMaxConnTotal(concurrency)
                .setMaxConnPerRoute(concurrency)
                .build();
    }

    /**
     * Uses sockets of {@link SocketChannel}s. The check for a stale connection sets a read timeout once; after that,
     * every read of a plain {@link Socket} takes three system calls instead of one.
     */
    private static final class Channels extends PoolingHttpClientConnectionManagerBuilder {
        private Channels(DnsResolver names) {
            setDnsResolver(names);
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new TimedOperator(
                    proxy -> SOCKS ? new Socket() : SocketChannel.open().socket(),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register("https", tls)
                            .build());
        }
    }

    /**
     * Starts a call's time limit before it connects: name resolution, the proxy's tunnel and the TLS handshake count.
     */
    private static final class TimedOperator extends DefaultHttpClientConnectionOperator {
        private TimedOperator(
                DetachedSocketFactory sockets,
                SchemePortResolver ports,
                DnsResolver names,
                Lookup<TlsSocketStrategy> tls) {
            super(sockets, ports, names, tls);
        }

        @Override
        public void connect(
                ManagedHttpClientConnection connection,
                HttpHost host,
                NamedEndpoint name,
                InetSocketAddress local,
                Timeout timeout,
                SocketConfig config,
                Object attachment,
                HttpContext context)
                throws IOException {
            ArmExec.onConnecting(context);
            super.connect(connection, host, name, local, timeout, config, attachment, context);
        }
    }

    private static HttpHost host(URI endpoint) {
        int standard = endpoint.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return new HttpHost(
                endpoint.getScheme(), endpoint.getHost(), endpoint.getPort() < 0 ? standard : endpoint.getPort());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        network.configure(builder);
        builder.setConnectionManager(connections)
                .setConnectionManagerShared(true)
                .setUserAgent(userAgent)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorFirst("armwatch", exec)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "armwatch-deadline", exec::onConnected);
    }

    /** A separate client with the same configuration, for calls that do not go through a Camel route. */
    public CloseableHttpClient client() {
        HttpClientBuilder builder = HttpClientBuilder.create();
        configureHttpClient(builder);
        return builder.build();
    }

    /** Abandons every call in flight, so that shutting down does not wait for ARM. */
    public void abandon() {
        exec.abandon();
    }

    @Override
    public void close() {
        exec.close();
        connections.close(CloseMode.IMMEDIATE);
    }
}
