package io.armwatch.azure.network;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * How armwatch connects to Azure's hosts, for polls and for tokens alike.
 *
 * @param proxy the proxy for all hosts but the direct ones
 * @param trust the certificate authorities that armwatch trusts in addition to the JVM's
 */
public record Network(Optional<HttpProxy> proxy, Direct direct, Optional<Trust> trust) {
    /** No proxy, and only the JVM's certificate authorities. */
    public static final Network PLAIN = new Network(Optional.empty(), Direct.NONE, Optional.empty());

    /** An unusable proxy. The message names the setting, never its value. */
    public static final class InvalidProxyException extends Exception {
        InvalidProxyException(String where) {
            super(where
                    + ": is not a proxy that armwatch can use (the value is not shown because it may hold a password); expected"
                    + " http://[user:password@]host:port, for example http://proxy.example.com:3128, or none");
        }
    }

    /**
     * Takes the proxy from armwatch's setting, otherwise from Java's system properties, otherwise from the environment.
     *
     * @param setting {@code armwatch.http.proxy}; {@code none} overrides the other two
     * @param system looks up one of Java's system properties, null if it is not set
     */
    public static Network of(
            String setting, UnaryOperator<@Nullable String> system, Map<String, String> env, Optional<Trust> trust)
            throws InvalidProxyException {
        Direct list = Direct.ofList(first(env, "no_proxy", "NO_PROXY"));
        if (setting.equals("none")) {
            return new Network(Optional.empty(), Direct.NONE, trust);
        }
        if (!setting.isEmpty()) {
            return new Network(Optional.of(parsed("armwatch.http.proxy", setting)), list, trust);
        }
        String host = text(system.apply("https.proxyHost"));
        if (!host.isEmpty()) {
            String port = text(system.apply("https.proxyPort"));
            HttpProxy proxy = parsed("https.proxyHost, https.proxyPort", host + ":" + (port.isEmpty() ? "443" : port));
            return new Network(Optional.of(proxy), Direct.ofJava(text(system.apply("http.nonProxyHosts"))), trust);
        }
        String inherited = first(env, "https_proxy", "HTTPS_PROXY");
        return inherited.isEmpty()
                ? new Network(Optional.empty(), Direct.NONE, trust)
                : new Network(Optional.of(parsed("HTTPS_PROXY (environment)", inherited)), list, trust);
    }

    private static HttpProxy parsed(String where, String text) throws InvalidProxyException {
        return HttpProxy.parse(text).orElseThrow(() -> new InvalidProxyException(where));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static String first(Map<String, String> env, String... names) {
        for (String name : names) {
            String value = text(env.get(name));
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /**
     * The proxy for a host. Plain HTTP never uses one: only this machine and its metadata service are called that way.
     */
    Optional<HttpProxy> proxyFor(HttpHost host) {
        return proxy.filter(any ->
                host.getSchemeName().equalsIgnoreCase("https") && !direct.has(host.getHostName(), host.getPort()));
    }

    /** Adds the proxy to a client. */
    public void configure(HttpClientBuilder builder) {
        proxy.ifPresent(through -> builder.setDefaultCredentialsProvider(through.login())
                .addExecInterceptorFirst("armwatch-tunnel", new Tunnel(through))
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "armwatch-tunnel-open", Tunnel::opened)
                .setRoutePlanner(new DefaultRoutePlanner(null) {
                    @Override
                    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                        return proxyFor(target).map(HttpProxy::address).orElse(null);
                    }
                }));
    }
}
