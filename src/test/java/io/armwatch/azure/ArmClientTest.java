package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.armwatch.azure.network.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that answers with as many bytes as the path says. */
class ArmClientTest {
    private static final byte[] BYTES = bytes();

    private HttpServer server;

    private static byte[] bytes() {
        byte[] bytes = new byte[ArmExec.LARGEST_ANSWER + 1];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/announced/", exchange -> answer(exchange, true));
        server.createContext("/chunked/", exchange -> answer(exchange, false));
        server.createContext("/halved/", ArmClientTest::halve);
        server.createContext("/packed/", exchange -> pack(exchange, 1));
        server.createContext("/packed-twice/", exchange -> pack(exchange, 2));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static int asked(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    /** To the JDK's server, an announced length of 0 means chunks, and -1 none. */
    private static void answer(HttpExchange exchange, boolean announced) throws IOException {
        int length = asked(exchange);
        try (exchange) {
            exchange.sendResponseHeaders(200, announced ? (length == 0 ? -1 : length) : 0);
            exchange.getResponseBody().write(BYTES, 0, length);
        }
    }

    /** The rest of what is announced never comes. */
    private static void halve(HttpExchange exchange) throws IOException {
        int length = asked(exchange);
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(BYTES, 0, length / 2);
        exchange.getResponseBody().flush();
    }

    /** That many zeros, packed once or packed again. */
    private static void pack(HttpExchange exchange, int times) throws IOException {
        byte[] packed = packed(new byte[asked(exchange)]);
        for (int i = 1; i < times; i++) {
            packed = packed(packed);
        }
        try (exchange) {
            exchange.getResponseHeaders()
                    .set("Content-Encoding", String.join(", ", Collections.nCopies(times, "gzip")));
            exchange.sendResponseHeaders(200, packed.length);
            exchange.getResponseBody().write(packed);
        }
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private byte[] get(String path) throws IOException {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (ArmClient arm =
                        new ArmClient(endpoint, Credential.none(), Network.PLAIN, Duration.ofSeconds(1), 1, "test");
                CloseableHttpClient http = arm.client()) {
            // Twice, so that the second answer comes along the same connection, where that is kept.
            byte[] first = http.execute(new HttpGet(endpoint + path), ArmExec::body);
            byte[] second = http.execute(new HttpGet(endpoint + path), ArmExec::body);
            assertThat(second).isEqualTo(first);
            return second;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "announced, 0", "announced, 1", "announced, 65536", "announced, 262144", "announced, 262145",
                "announced, 8388608",
        "chunked, 0", "chunked, 1", "chunked, 4096", "chunked, 4097", "chunked, 262145", "chunked, 8388608"
    })
    void an_answer_is_taken_as_it_is(String how, int length) throws IOException {
        assertThat(get("/" + how + "/" + length)).isEqualTo(Arrays.copyOf(BYTES, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"announced", "chunked"})
    void an_answer_that_is_too_large_is_invalid(String how) {
        assertThatExceptionOfType(ArmExec.TooLargeException.class)
                .isThrownBy(() -> get("/" + how + "/" + (ArmExec.LARGEST_ANSWER + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed", "packed-twice"})
    void a_packed_answer_is_unpacked_as_far_as_its_size_allows(String how) throws IOException {
        assertThat(get("/" + how + "/" + ArmExec.LARGEST_ANSWER)).isEqualTo(new byte[ArmExec.LARGEST_ANSWER]);
        assertThatExceptionOfType(ArmExec.TooLargeException.class)
                .isThrownBy(() -> get("/" + how + "/" + (ArmExec.LARGEST_ANSWER + 1)));
        assertThatExceptionOfType(ArmExec.TooLargeException.class)
                .isThrownBy(() -> get("/" + how + "/" + 8 * ArmExec.LARGEST_ANSWER));
    }

    /** No read has a time of its own: the whole answer has. */
    @Test
    void an_answer_that_never_ends_is_given_up() {
        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> get("/halved/1000000"))
                .withMessage("no complete response in time");
    }
}
