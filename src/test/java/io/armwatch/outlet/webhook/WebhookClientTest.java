package io.armwatch.outlet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.armwatch.azure.network.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a webhook keeps of requests, and answers without end. */
final class WebhookClientTest {
    @Test
    void nothing_is_kept_of_requests_that_were_answered() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (WebhookClient client = new WebhookClient(Network.PLAIN, Duration.ofMinutes(5), "test")) {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(new HttpPost(url), url).status()).isEqualTo(204);
            }
            assertThat(client.timed()).isZero();
        } finally {
            server.stop(0);
        }
    }

    /** A byte every 20 ms, or as many as there is room for. */
    @ParameterizedTest
    @CsvSource({"1, 20", "8192, 0"})
    void an_answer_that_never_ends_counts_by_its_status(int bytes, long pause) throws Exception {
        byte[] chunk = (Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n").getBytes(UTF_8);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebhookClient client = new WebhookClient(Network.PLAIN, Duration.ofMillis(700), "test")) {
            CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> drip(server, chunk, pause));
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");

            assertThat(client.send(new HttpPost(url), url).status()).isEqualTo(202);

            cut.get(10, TimeUnit.SECONDS);
        }
    }

    /** Returns when the client has closed the connection. */
    private static void drip(ServerSocket server, byte[] chunk, long pause) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
            while (!new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS)) {
                out.write(chunk);
            }
        } catch (IOException closed) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
