package io.armwatch.management.api;

import io.armwatch.management.view.EventRecord;
import io.armwatch.management.view.RecentEvents;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Sends events to clients as server-sent events (HTML Living Standard, "Server-sent events"). The number of clients is limited, and so is
 * what waits for one of them: a client that reads too slowly is dropped, and resumes by its Last-Event-ID.
 */
final class EventStream {
    static final int MOST_CLIENTS = 50;
    private static final int QUEUE_BYTES = 256 * 1024;
    private static final int MOST_PENDING = 1_000;
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final RecentEvents events;
    private final AtomicInteger clients = new AtomicInteger();

    EventStream(RecentEvents events) {
        this.events = events;
    }

    /** Begins to send: what the client has missed, if it says what it has seen last, and from then on every event. */
    void open(RoutingContext request, Query query) {
        if (request.response().closed()) { // while the topics were read; its close handler would never be called
            return;
        }
        if (clients.incrementAndGet() > MOST_CLIENTS) {
            clients.decrementAndGet();
            throw new ApiException(503, MOST_CLIENTS + " clients follow the events already; close one, or read Kafka");
        }
        HttpServerResponse response = request.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        Context context = request.vertx().getOrCreateContext();
        Client client = new Client(response, context, query.text("type"));
        response.write("retry: 2000\n\n");
        events.listen(client, Optional.ofNullable(request.request().getHeader("Last-Event-ID")));
        long heartbeat =
                request.vertx().setPeriodic(HEARTBEAT_MILLIS, timer -> client.send(Buffer.buffer(": heartbeat\n\n")));
        response.closeHandler(closed -> {
            request.vertx().cancelTimer(heartbeat);
            events.forget(client);
            clients.decrementAndGet();
        });
    }

    /** One client. Events come on the thread that reads the topics, and are written on the connection's own. */
    private record Client(HttpServerResponse response, Context context, Optional<String> type, AtomicInteger pending)
            implements Consumer<EventRecord> {
        Client(HttpServerResponse response, Context context, Optional<String> type) {
            this(response, context, type, new AtomicInteger());
        }

        @Override
        public void accept(EventRecord event) {
            if (type.isEmpty() || type.get().equals(event.type())) {
                send(format(event));
            }
        }

        private void send(Buffer text) {
            if (pending.incrementAndGet() > MOST_PENDING) {
                context.runOnContext(now -> drop());
                return;
            }
            context.runOnContext(now -> {
                pending.decrementAndGet();
                if (response.closed() || response.ended()) {
                    return;
                }
                if (response.writeQueueFull()) {
                    drop();
                } else {
                    var unused = response.write(text);
                }
            });
        }

        private void drop() {
            if (!response.closed()) {
                response.reset(); // HTTP/1.1: closes the connection
            }
        }

        /** Ends of scans get no id: a client resumes after the last change that it has seen. */
        private static Buffer format(EventRecord event) {
            return Buffer.buffer(event.isScan() ? "event: scan\n" : "id: " + event.id() + "\nevent: change\n")
                    .appendString("data: ")
                    .appendString(event.json())
                    .appendString("\n\n");
        }
    }
}
