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
 * One call of ARM, around the HTTP client: the token is added here, at the last moment and to the endpoint's own host only, so
 * that it never stands in an exchange; and an answer is taken whole or not at all, within a time and a size, so that no server
 * can hold a thread or fill the heap.
 */
public final class ArmExec implements ExecChainHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArmExec.class);
    /** The largest answer taken, in bytes, after decompression. ARM's own pages are far smaller. */
    public static final int LARGEST_ANSWER = 8 * 1024 * 1024;
    /** A header that is put to a 401 where there is another token now, with which to ask again. */
    public static final String RENEWED = "x-armwatch-token-renewed";

    private static final long SWEEP_MILLIS = 200;
    private static final long QUEUE_NANOS = Duration.ofMinutes(10).toNanos();
    private static final String CALL = "armwatch.call";

    private final HttpHost endpoint;
    private final Credential credential;
    private final Network network;
    private final long patienceNanos;
    private final long idleMillis;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Thread watchdog;
    private volatile boolean abandoned;

    /** @param patience the longest time from having, or beginning, a connection to the last byte of the answer */
    public ArmExec(HttpHost endpoint, Credential credential, Duration patience, Network network) {
        this.endpoint = endpoint;
        this.credential = credential;
        this.network = network;
        this.patienceNanos = patience.toNanos();
        this.idleMillis = Math.max(SWEEP_MILLIS, patience.toMillis());
        this.watchdog = new Thread(this::watch, "armwatch-deadlines");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** An answer that is too large to be one. */
    public static final class TooLargeException extends IOException {
        TooLargeException() {
            super("the answer is larger than " + LARGEST_ANSWER + " bytes");
        }
    }

    /** A call that was given up because armwatch stops: it says nothing of ARM. */
    private static final class AbandonedException extends IOException {
        AbandonedException() {
            super("armwatch stops");
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!sameHost(scope.route.getTargetHost())) {
            throw new IOException("armwatch asks no host but " + endpoint);
        }
        var authorization = credential.authorization();
        authorization.ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
        Call call = new Call(scope.originalRequest, request.getPath(), patienceNanos);
        request.setPath("");
        scope.clientContext.setAttribute(CALL, call);
        calls.add(call);
        try {
            if (abandoned) {
                throw new AbandonedException();
            }
            ClassicHttpResponse response = chain.proceed(request, scope);
            takeWhole(response, call);
            if (authorization.isPresent() && response.getCode() == HttpStatus.SC_UNAUTHORIZED) {
                renew(response, authorization.get());
            }
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            if (abandoned) {
                throw new AbandonedException();
            }
            if (call.expired || e.getCause() instanceof TimeoutException) {
                throw late(call, e);
            }
            var explained = ConnectionFailures.explained(e, endpoint.getHostName(), network);
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw e;
        } finally {
            calls.remove(call);
        }
    }

    /** Gets another token, where there is one. Asking again is left to whoever keeps to ARM's limits. */
    private void renew(ClassicHttpResponse refusal, String refused) throws IOException {
        var renewed =
                credential.renewed(refused, ClaimsChallenge.in(refusal.getFirstHeader(HttpHeaders.WWW_AUTHENTICATE)));
        if (renewed.isPresent() && !renewed.get().equals(refused)) {
            refusal.setHeader(RENEWED, "true");
        }
    }

    /**
     * Begins to count the time of a call when it has a connection: waiting for one says nothing of the server. And gives the request
     * its path back: HttpClient takes that apart before, for an authentication that it does not do here.
     */
    ClassicHttpResponse connected(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (scope.clientContext.getAttribute(CALL) instanceof Call call) {
            call.begin();
            call.connected = true;
            request.setPath(call.path);
        }
        return chain.proceed(request, scope);
    }

    /** Begins to count the time of a call that has no connection yet and makes one. */
    static void connecting(HttpContext context) {
        if (context.getAttribute(CALL) instanceof Call call) {
            call.begin();
        }
    }

    private boolean sameHost(HttpHost asked) {
        return asked.getHostName().equalsIgnoreCase(endpoint.getHostName())
                && asked.getPort() == endpoint.getPort()
                && asked.getSchemeName().equalsIgnoreCase(endpoint.getSchemeName());
    }

    private static IOException late(Call call, Exception cause) {
        var late = new InterruptedIOException(call.connected ? "no whole answer in time" : "no connection in time");
        late.initCause(cause);
        return late;
    }

    /** An answer's whole body, after decompression. */
    private static final class Whole extends ByteArrayEntity {
        private final byte[] bytes;

        private Whole(byte[] bytes) {
            super(bytes, null);
            this.bytes = bytes;
        }
    }

    /** The body of an answer that this has taken, not copied; without any, nothing. */
    public static byte[] body(ClassicHttpResponse response) {
        return response.getEntity() instanceof Whole whole ? whole.bytes : new byte[0];
    }

    private static void takeWhole(ClassicHttpResponse response, Call call) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        try (InputStream content = entity.getContent()) {
            byte[] bytes = read(content, entity.getContentLength(), call);
            response.setEntity(new Whole(bytes));
        } catch (EOFException e) {
            throw unpacked(e);
        }
    }

    /** The connection's own end is another exception: this is the end of what was to be unpacked. */
    private static IOException unpacked(EOFException cause) {
        var unpacked = new ZipException("the answer cannot be decompressed");
        unpacked.initCause(cause);
        return unpacked;
    }

    /** What is announced is believed as far as it comes. */
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

    /** Where nothing is in flight, no call can be late before the whole patience is over. */
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

    /** There is no other limit of a call's time: whatever goes wrong with one, the others are watched. */
    private static void expire(Call call) {
        try {
            call.expire();
        } catch (RuntimeException | Error e) {
            LOG.warn("A call of ARM that has timed out cannot be aborted", e);
        }
    }

    /** Abandons every call in flight, and every later one. */
    public void abandon() {
        abandoned = true;
        calls.forEach(Call::abort);
    }

    @Override
    public void close() {
        watchdog.interrupt();
        abandon();
    }

    /** One call in flight. Closing its stream would read the rest of the answer, so it is aborted instead. */
    private static final class Call {
        private final @Nullable Cancellable request;
        private final String path;
        private final long patienceNanos;
        private boolean begun;
        private boolean connected;
        private volatile long deadline;
        private volatile boolean expired;

        private Call(ClassicHttpRequest request, String path, long patienceNanos) {
            this.request = request instanceof Cancellable cancellable ? cancellable : null;
            this.path = path;
            this.patienceNanos = patienceNanos;
            this.deadline = System.nanoTime() + QUEUE_NANOS;
        }

        /** Before, the call waits for a connection, which says nothing of the server. */
        private void begin() {
            if (!begun) {
                begun = true;
                deadline = System.nanoTime() + patienceNanos;
            }
        }

        /** One that is not the JVM's, which takes long over it. */
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
