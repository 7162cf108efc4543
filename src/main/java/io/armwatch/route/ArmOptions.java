package io.armwatch.route;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.ResolveEndpointFailedException;

/** The options of an {@code arm:} endpoint. An option without effect is refused, as ignoring it would mislead the author of the route. */
final class ArmOptions {
    private static final Set<String> SUPPORTED = Set.of(
            "throwExceptionOnFailure",
            "skipRequestHeaders",
            "clearExpiredCookies",
            "httpClientConfigurer",
            "connectionRequestTimeout",
            "responseTimeout",
            "lazyStartProducer");

    /** By prefix of the option: the setting that replaces it. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("connectionsPerRoute", "armwatch.http.concurrency"),
            Map.entry("maxTotalConnections", "armwatch.http.concurrency"),
            Map.entry("connectTimeout", "armwatch.http.timeout"),
            Map.entry("soTimeout", "armwatch.http.timeout"),
            Map.entry("sslContextParameters", "armwatch.http.ca-file"),
            Map.entry("x509HostnameVerifier", "armwatch.http.ca-file"),
            Map.entry("proxy", "armwatch.http.proxy"),
            Map.entry("useSystemProperties", "armwatch.http.proxy and armwatch.http.ca-file"),
            Map.entry("auth", "armwatch.azure.credential"),
            Map.entry("oauth2", "armwatch.azure.credential"));

    private ArmOptions() {}

    static void requireKnown(String uri, Collection<String> options) {
        for (String option : new TreeSet<>(options)) {
            if (!SUPPORTED.contains(option)) {
                throw new ResolveEndpointFailedException(uri, refusal(option));
            }
        }
    }

    private static String refusal(String option) {
        return SETTINGS.entrySet().stream()
                .filter(setting -> option.startsWith(setting.getKey()))
                .findFirst()
                .map(setting -> "arm: has no option " + option + "; use the setting " + setting.getValue())
                .orElseGet(() ->
                        "arm: has no option " + option + "; it has " + String.join(", ", new TreeSet<>(SUPPORTED)));
    }
}
