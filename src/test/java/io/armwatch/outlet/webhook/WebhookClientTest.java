package io.armwatch.outlet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.armwatch.azure.network.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.junit.jupiter.api.Test;

/** What a webhook keeps of requests. */
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
}
