package io.armwatch.azure.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without the proxy.
 *
 * @param hosts entries as in {@code NO_PROXY}: a host includes its subdomains, {@code *} matches any characters
 */
public record Direct(List<String> hosts) {
    static final Direct NONE = new Direct(List.of());

    public Direct {
        hosts = List.copyOf(hosts);
    }

    /** Parses {@code NO_PROXY}: separated by commas or spaces. */
    static Direct ofList(String text) {
        return new Direct(parts(text, "[,\\s]+"));
    }

    /** Parses {@code http.nonProxyHosts}: separated by bars. */
    static Direct ofJava(String text) {
        return new Direct(parts(text, "\\|"));
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split(separator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Whether a host is reached without the proxy; this machine always is. */
    boolean has(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return name.equals("localhost")
                || name.startsWith("127.")
                || name.equals("::1")
                || hosts.stream().anyMatch(rule -> matches(rule, name, port));
    }

    private static boolean matches(String rule, String name, int port) {
        String host = rule.replaceAll("[\\[\\]]", "");
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon >= 0 && host.indexOf(':') == colon;
        if (hasPort && !host.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String bare = (hasPort ? host.substring(0, colon) : host).replaceFirst("^\\.", "");
        Pattern pattern = Pattern.compile("(.*\\.)?" + Pattern.quote(bare).replace("*", "\\E.*\\Q"));
        return pattern.matcher(name).matches();
    }
}
