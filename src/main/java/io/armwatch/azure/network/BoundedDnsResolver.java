package io.armwatch.azure.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves host names within a time limit. The system's resolver cannot be interrupted, so each name gets a thread of
 * its own.
 */
public final class BoundedDnsResolver implements DnsResolver {
    private final DnsResolver resolver;
    private final Duration timeLimit;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> lookups = new ConcurrentHashMap<>();

    public BoundedDnsResolver(Duration timeLimit) {
        this(SystemDefaultDnsResolver.INSTANCE, timeLimit);
    }

    BoundedDnsResolver(DnsResolver resolver, Duration timeLimit) {
        this.resolver = resolver;
        this.timeLimit = timeLimit;
    }

    /** Resolves a name; if that takes too long, the exception has a {@link TimeoutException} as its cause. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return lookups.computeIfAbsent(host, this::begin).get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(
                    e.getCause() instanceof UnknownHostException none ? String.valueOf(none.getMessage()) : host, e);
        } catch (TimeoutException e) {
            throw unknown("the host name " + host + " was not resolved in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
        Thread thread = new Thread(() -> resolveInto(host, found), "armwatch-dns");
        thread.setDaemon(true);
        thread.start();
        return found;
    }

    private void resolveInto(String host, CompletableFuture<InetAddress[]> found) {
        try {
            found.complete(resolver.resolve(host));
        } catch (UnknownHostException | RuntimeException | Error e) {
            found.completeExceptionally(e);
        } finally {
            lookups.remove(host, found);
        }
    }

    private static UnknownHostException unknown(String message, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }
}
