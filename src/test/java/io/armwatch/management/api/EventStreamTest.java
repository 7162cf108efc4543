package io.armwatch.management.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.management.view.RecentEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    @Test
    void clients_that_leave_before_their_stream_opens_take_no_place() throws IOException {
        EventStream stream = new EventStream(new RecentEvents());
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        try (LocalServer server = LocalServer.start(router -> {
            router.get("/late").handler(request -> {
                request.request()
                        .connection()
                        .closeHandler(closed -> request.vertx().runOnContext(now -> {
                            stream.open(request, new Query(request.queryParams()));
                            opened.incrementAndGet();
                        }));
                arrived.incrementAndGet();
            });
            router.get("/events").handler(request -> stream.open(request, new Query(request.queryParams())));
        })) {
            for (int i = 1; i <= EventStream.MOST_CLIENTS; i++) {
                int clients = i;
                Socket socket = call(server, "/late");
                Awaitility.await().until(() -> arrived.get() == clients);
                socket.close();
                Awaitility.await().until(() -> opened.get() == clients);
            }

            try (Socket socket = call(server, "/events");
                    BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
                assertThat(answer.readLine()).contains("200");
            }
        }
    }

    private static Socket call(LocalServer server, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
        return socket;
    }
}
