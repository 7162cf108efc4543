package io.armwatch.azure;

import io.armwatch.azure.network.ConnectionFailures;
import io.armwatch.azure.network.Network;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps each HTTP call to ARM. It adds the token at the last moment and for the endpoint's own host only, so that no
 * Camel exchange ever holds it. It reads a response completely or not at all, within a time and a size limit, so that
 * no server can hold a thread or fill the heap.
 */
public final class ArmExec implements ExecChainHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArmExec.class);
    /** The largest response accepted, in bytes after decompression. ARM's own pages are far smaller. */
    public static final int LARGEST_ANSWER = 8 * 1024 * 1024;
    /** A response header that this adds to a 401 when a new token is available, so that a retry makes sense. */
    public static final String RENEWED = "x-armwatch-token-renewed";

    private static final long SWEEP_MILLIS = 200;
    private static final long QUEUE_NANOS = Duration.ofMinutes(10).toNanos();
    private static final String CALL = "armwatch.call";

    private final HttpHost endpoint;
    private final Credential credential;
    private final Network network;
    private final long timeLimitNanos;
    private final long idleMillis;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Thread watchdog;
    private volatile boolean abandoned;

    /**
     * @param timeLimit the time limit of a call: from getting or opening a connection to the last byte of the response
     */
    public ArmExec(HttpHost endpoint, Credential credential, Duration timeLimit, Network network) {
        this.endpoint = endpoint;
        this.credential = credential;
        this.network = network;
        this.timeLimitNanos = timeLimit.toNanos();
        this.idleMillis = Math.max(SWEEP_MILLIS, timeLimit.toMillis());
        this.watchdog = new Thread(this::watch, "armwatch-deadlines");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** A response exceeds {@link #LARGEST_ANSWER}. */
    public static final class TooLargeException extends IOException {
        TooLargeException() {
            super("the response is larger than " + LARGEST_ANSWER + " bytes");
        }
    }

    /** armwatch shut down during the call: no failure of ARM. */
    private static final class AbandonedException extends IOException {
        AbandonedException() {
            super("armwatch is shutting down");
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!isEndpoint(scope.route.getTargetHost())) {
            throw new IOException("armwatch sends requests to " + endpoint + " only");
        }
        var authorization = credential.authorization();
        authorization.ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
        Call call = new Call(scope.originalRequest, request.getPath(), timeLimitNanos);
        request.setPath("");
        scope.clientContext.setAttribute(CALL, call);
        calls.add(call);
        try {
            if (abandoned) {
                throw new AbandonedException();
            }
            ClassicHttpResponse response = chain.proceed(request, scope);
            readBody(response, call);
            if (authorization.isPresent() && response.getCode() == HttpStatus.SC_UNAUTHORIZED) {
                renew(response, authorization.get());
            }
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            if (abandoned) {
                throw new AbandonedException();
            }
            if (call.expired || e.getCause() instanceof TimeoutException) {
                throw timeout(call, e);
            }
            var explained = ConnectionFailures.explain(e, endpoint.getHostName(), network);
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw e;
        } finally {
            calls.remove(call);
        }
    }

    /** Gets another token if there is one. The caller decides about a retry, because a retry costs budget. */
    private void renew(ClassicHttpResponse refusal, String refused) throws IOException {
        var renewed =
                credential.renew(refused, ClaimsChallenge.in(refusal.getFirstHeader(HttpHeaders.WWW_AUTHENTICATE)));
        if (renewed.isPresent() && !renewed.get().equals(refused)) {
            refusal.setHeader(RENEWED, "true");
        }
    }

    /**
     * Starts the call's time limit once it has a connection; waiting for a pooled connection says nothing about the
     * server. It also restores the request's path, which {@link #execute} clears because HttpClient would parse it for
     * an authentication that is switched off here.
     */
    ClassicHttpResponse onConnected(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (scope.clientContext.getAttribute(CALL) instanceof Call call) {
            call.startTimeLimit();
            call.connected = true;
            request.setPath(call.path);
        }
        return chain.proceed(request, scope);
    }

    /** Starts the time limit of a call that opens a connection. */
    static void onConnecting(HttpContext context) {
        if (context.getAttribute(CALL) instanceof Call call) {
            call.startTimeLimit();
        }
    }

    private boolean isEndpoint(HttpHost asked) {
        return asked.getHostName().equalsIgnoreCase(endpoint.getHostName())
                && asked.getPort() == endpoint.getPort()
                && asked.getSchemeName().equalsIgnoreCase(endpoint.getSchemeName());
    }

    private static IOException timeout(Call call, Exception cause) {
        var timeout =
                new InterruptedIOException(call.connected ? "no complete response in time" : "no connection in time");
        timeout.initCause(cause);
        return timeout;
    }

    /** A response's complete body, after decompression. */
    private static final class BufferedBody extends ByteArrayEntity {
        private final byte[] bytes;

        private BufferedBody(byte[] bytes) {
            super(bytes, null);
            this.bytes = bytes;
        }
    }

    /** The body of a response that went through this handler, not copied; empty if it has none. */
    public static byte[] body(ClassicHttpResponse response) {
        return response.getEntity() instanceof BufferedBody body ? body.bytes : new byte[0];
    }

    private static void readBody(ClassicHttpResponse response, Call call) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        try (InputStream content = entity.getContent()) {
            byte[] bytes = read(content, entity.getContentLength(), call);
            response.setEntity(new BufferedBody(bytes));
        } catch (EOFException e) {
            throw decompressionFailure(e);
        }
    }

    /** A compressed body ended early. (A connection that ends early is another exception.) */
    private static IOException decompressionFailure(EOFException cause) {
        var failure = new ZipException("the response cannot be decompressed");
        failure.initCause(cause);
        return failure;
    }

    /** @param announced the Content-Length, or a negative number; the body may still be shorter */
    private static byte[] read(InputStream content, long announced, Call call) throws IOException {
        if (announced <= LARGEST_ANSWER) {
            byte[] bytes = content.readNBytes(announced < 0 ? LARGEST_ANSWER + 1 : (int) announced);
            if (bytes.length <= LARGEST_ANSWER) {
                return bytes;
            }
        }
        call.abort();
        throw new TooLargeException();
    }

    /** Aborts the calls that are out of time. With no call in flight it sleeps longer: none can expire before that. */
    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            long now = System.nanoTime();
            calls.stream().filter(call -> now - call.deadline >= 0).forEach(ArmExec::expire);
            try {
                Thread.sleep(calls.isEmpty() ? idleMillis : SWEEP_MILLIS);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /** This thread is the only time limit of calls, so an error with one of them must not end it. */
    private static void expire(Call call) {
        try {
            call.expire();
        } catch (RuntimeException | Error e) {
            LOG.warn("Could not abort a call to ARM that timed out", e);
        }
    }

    /** Abandons every call in flight and refuses later ones. */
    public void abandon() {
        abandoned = true;
        calls.forEach(Call::abort);
    }

    @Override
    public void close() {
        watchdog.interrupt();
        abandon();
    }

    /**
     * One call in flight. It is cancelled rather than closed: closing the stream would read the rest of the response.
     */
    private static final class Call {
        private final @Nullable Cancellable request;
        private final String path;
        private final long timeLimitNanos;
        private boolean started;
        private boolean connected;
        private volatile long deadline;
        private volatile boolean expired;

        private Call(ClassicHttpRequest request, String path, long timeLimitNanos) {
            this.request = request instanceof Cancellable cancellable ? cancellable : null;
            this.path = path;
            this.timeLimitNanos = timeLimitNanos;
            this.deadline = System.nanoTime() + QUEUE_NANOS;
        }

        /** Starts the time limit. Until then the call waits for a pooled connection. */
        private void startTimeLimit() {
            if (!started) {
                started = true;
                deadline = System.nanoTime() + timeLimitNanos;
            }
        }

        /** Cheaper than the JVM's identity hash. */
        @Override
        public int hashCode() {
            return path.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other == this;
        }

        private void expire() {
            expired = true;
            abort();
        }

        private void abort() {
            if (request != null) {
                request.cancel();
            }
        }
    }
}
