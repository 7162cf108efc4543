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
 * How armwatch comes to Azure's hosts, for polls and for tokens alike.
 *
 * @param proxy what connections to hosts other than the direct ones go through
 * @param trust whom armwatch trusts besides those that the JVM does
 */
public record Network(Optional<HttpProxy> proxy, Direct direct, Optional<Trust> trust) {
    /** No proxy, and the JVM's own certificates. */
    public static final Network PLAIN = new Network(Optional.empty(), Direct.NONE, Optional.empty());

    /** A proxy that cannot be used. The message names where it is set, and never shows it. */
    public static final class InvalidProxyException extends Exception {
        InvalidProxyException(String where) {
            super(where
                    + ": is not a proxy that armwatch can use (it is not shown, as it may hold a password); expected"
                    + " http://[user:password@]host:port, for example http://proxy.example.com:3128, or none");
        }
    }

    /**
     * The proxy that is set, by the setting, else by Java's system properties, else by the environment.
     *
     * @param setting armwatch's own; {@code none} is no proxy whatever else says so
     * @param system Java's system properties by name, null where there is none
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

    /** The proxy for a host; plain HTTP never needs one, as only this machine and its own metadata service are asked so. */
    Optional<HttpProxy> proxyFor(HttpHost host) {
        return proxy.filter(any ->
                host.getSchemeName().equalsIgnoreCase("https") && !direct.has(host.getHostName(), host.getPort()));
    }

    /** Has a client go this way. */
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
