package io.armwatch.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** A collector of traces: takes OTLP over HTTP as the protocol defines it. */
final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final boolean silent;

    private TraceCollector(int port, boolean silent) {
        this.silent = silent;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.setExecutor(threads);
        server.start();
    }

    static TraceCollector start() {
        return new TraceCollector(0, false);
    }

    static TraceCollector startAt(int port) {
        return new TraceCollector(port, false);
    }

    /** Takes connections and requests, and never answers. */
    static TraceCollector silent() {
        return new TraceCollector(0, true);
    }

    /**
     * A span that was exported.
     *
     * @param parent the id of the span above it; empty for the first of a trace
     * @param attributes as text
     */
    record CollectedSpan(
            String trace, String id, String parent, String name, Map<String, String> attributes, boolean failed) {
        private static CollectedSpan of(Span span) {
            Map<String, String> attributes = new TreeMap<>();
            for (KeyValue each : span.getAttributesList()) {
                attributes.put(each.getKey(), text(each));
            }
            return new CollectedSpan(
                    hex(span.getTraceId()),
                    hex(span.getSpanId()),
                    hex(span.getParentSpanId()),
                    span.getName(),
                    attributes,
                    span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
        }

        private static String text(KeyValue each) {
            return switch (each.getValue().getValueCase()) {
                case STRING_VALUE -> each.getValue().getStringValue();
                case INT_VALUE -> Long.toString(each.getValue().getIntValue());
                case BOOL_VALUE -> Boolean.toString(each.getValue().getBoolValue());
                default -> each.getValue().toString();
            };
        }

        private static String hex(ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }
    }

    private void take(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        if (silent) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        bodies.add(new String(body, ISO_8859_1));
        try {
            ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .flatMap(scope -> scope.getSpansList().stream())
                    .forEach(span -> spans.add(CollectedSpan.of(span)));
            call.sendResponseHeaders(200, -1);
        } catch (InvalidProtocolBufferException e) {
            call.sendResponseHeaders(400, -1);
        }
        call.close();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<CollectedSpan> spans() {
        return List.copyOf(spans);
    }

    /** Every request as it came, byte by byte. */
    List<String> bodies() {
        return List.copyOf(bodies);
    }

    Optional<CollectedSpan> find(String trace, String name) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace) && span.name().equals(name))
                .findFirst();
    }

    CollectedSpan await(String trace, String name) {
        Awaitility.await("the span " + name)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(find(trace, name))
                        .as(
                                "spans of the trace: %s",
                                spans.stream()
                                        .filter(span -> span.trace().equals(trace))
                                        .toList())
                        .isPresent());
        return find(trace, name).orElseThrow();
    }

    /** Waits for the span that a trace begins with. */
    CollectedSpan awaitFirst(String trace) {
        Awaitility.await("the first span")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(first(trace))
                        .as(
                                "spans: %s",
                                spans.stream()
                                        .filter(span -> span.trace().equals(trace))
                                        .toList())
                        .isPresent());
        return first(trace).orElseThrow();
    }

    private Optional<CollectedSpan> first(String trace) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace) && span.parent().isEmpty())
                .findFirst();
    }

    Optional<CollectedSpan> withId(String id) {
        return spans.stream().filter(span -> span.id().equals(id)).findFirst();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
