package io.armwatch.management;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a foreign web page makes by DNS rebinding: its name leads to this machine, and so stands in the Host header. A
 * server that listens on a loopback address only knows its own names. One that listens elsewhere may have any name, for example that of
 * an ingress; who may reach it is for the network to say.
 */
public final class HostGuard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final boolean restricted;
    private final String configured;

    /** @param configured the host on which the server listens */
    public HostGuard(String configured) {
        this.configured = configured.toLowerCase(Locale.ROOT);
        this.restricted = LOOPBACK.contains(this.configured) || this.configured.startsWith("127.");
    }

    /**
     * Whether a request may be answered.
     *
     * @param host the host by which the client calls, with or without a port; null if it names none
     */
    public boolean allows(@Nullable String host) {
        if (!restricted) {
            return true;
        }
        String name = host == null ? "" : withoutPort(host).toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || name.equals(configured);
    }

    private static String withoutPort(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return end <= 0 ? host : host.substring(0, end);
    }
}
