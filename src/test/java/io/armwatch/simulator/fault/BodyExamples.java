package io.armwatch.simulator.fault;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.SimulatorClient.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** What the documentation's examples of bodies and connections do. */
final class BodyExamples {
    private BodyExamples() {}

    static void addTo(Map<String, Consumer<FaultySimulator>> all) {
        all.put("a gateway's page", r -> {
            HttpResponse<byte[]> page = raw(r);
            assertThat(page.statusCode()).isEqualTo(502);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
            assertThat(text(raw(r))).startsWith("<html>");
            assertThat(r.batch().status()).isEqualTo(200);
        });
        all.put("not JSON", r -> assertThat(text(raw(r))).isEqualTo("this is not JSON"));
        all.put("an answer without a body", r -> assertThat(raw(r).body()).isEmpty());
        all.put(
                "another resource's body",
                r -> assertThat(r.batch().json().get("id").asText()).isEqualTo(SimulatorClient.MAPS));
        all.put("compressed answers", r -> {
            assertThat(unzipped(raw(r, "Accept-Encoding", "gzip"))).contains(BATCH);
            assertThat(text(raw(r))).contains(BATCH);
        });
        connections(all);
    }

    private static void connections(Map<String, Consumer<FaultySimulator>> all) {
        all.put("slow answers", r -> {
            long begun = System.nanoTime();
            Reply slow = r.maps();
            assertThat(System.nanoTime() - begun).isGreaterThan(299_000_000L);
            assertThat(slow.status()).isEqualTo(200);
        });
        all.put("a truncated answer", r -> {
            assertThat(r.bytes(4_000))
                    .contains("Content-Length: 2000", "{\"id\":")
                    .hasSizeLessThan(1_000);
            assertThat(r.batch().status()).isEqualTo(200);
        });
        all.put("the connection is closed", r -> {
            assertThat(r.bytes(1)).isEmpty();
            assertThat(r.batch().status()).isEqualTo(200);
        });
        all.put(
                "no answer ever",
                r -> assertThatThrownBy(() -> r.bytes(1, Duration.ofMillis(300)))
                        .hasCauseInstanceOf(SocketTimeoutException.class));
        all.put("a header a byte a second", r -> assertThat(r.bytes(26)).endsWith("X-Slow: x"));
        all.put("a body a byte a second", r -> assertThat(r.bytes(100)).contains("chunked\r\n\r\n1\r\n{"));
        all.put("a huge answer", r -> assertThat(raw(r).body()).hasSize((3 << 20) + 12));
        all.put("an answer without an end", r -> assertThat(r.bytes(20 << 20)).hasSize(20 << 20));
    }

    private static HttpResponse<byte[]> raw(FaultySimulator r, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(r.simulator.uri() + BATCH + BATCH_VERSION));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String unzipped(HttpResponse<byte[]> response) {
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
