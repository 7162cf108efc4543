package io.armwatch.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of webhooks that does what a test wants. */
final class WebhookReceiver implements AutoCloseable, HttpHandler {
    private final Queue<Request> all = new ConcurrentLinkedQueue<>();
    private final Queue<Request> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger takenCount = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Behaviour behaviour = (request, number) -> Answer.of(204);
    private int port;
    private HttpServer server;

    WebhookReceiver() {
        start();
    }

    /** A request, with the time at which it came. */
    static final class Request {
        private final Map<String, List<String>> headers;
        private final byte[] body;
        private final long at;

        Request(Map<String, List<String>> headers, byte[] body, long at) {
            this.headers = headers;
            this.body = body;
            this.at = at;
        }

        byte[] body() {
            return body;
        }

        long at() {
            return at;
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }

        JsonNode event() {
            return ReceivedEvent.json(body);
        }

        String id() {
            return header("webhook-id");
        }
    }

    /** @param status 0: the connection is closed instead */
    record Answer(int status, Map<String, String> headers) {
        static Answer of(int status) {
            return new Answer(status, Map.of());
        }

        static Answer of(int status, String header, String value) {
            return new Answer(status, Map.of(header, value));
        }
    }

    /** What it does with a request; they are numbered from 1. */
    interface Behaviour {
        Answer answer(Request request, int number) throws IOException;
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.createContext("/", this);
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    void stop() {
        server.stop(0);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/hook?code=a%2Bb";
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes(),
                System.nanoTime());
        all.add(request);
        Answer answer = behaviour.answer(request, number.incrementAndGet());
        if (answer.status() == 0) {
            exchange.close();
            throw new IOException("closes the connection");
        }
        if (answer.status() < 300) {
            taken.add(request);
            takenCount.incrementAndGet();
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    /** All requests in the order in which they came. */
    List<Request> all() {
        return List.copyOf(all);
    }

    /** The requests that were answered with success. */
    List<Request> taken() {
        return List.copyOf(taken);
    }

    /** The number of requests that were answered with success. */
    int count() {
        return takenCount.get();
    }

    /** The ids of the events that it has, each once, in the order in which they came first. */
    List<String> ids() {
        return taken.stream().map(Request::id).distinct().toList();
    }

    /** How often a redirect was followed. */
    int followed() {
        return elsewhere.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
