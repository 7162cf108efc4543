package io.armwatch.azure.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.ArmExec;
import io.armwatch.azure.Credential;
import io.armwatch.azure.network.ConnectionFailures.NotConnectedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of polls on its way to a server that stands in for ARM. */
class ConnectionsTest {
    private static final String ARM = "arm.example.test";

    @TempDir
    private Path folder = Path.of("");

    private TlsServer server(String name, String... more) {
        return new TlsServer(
                folder,
                name,
                exchange -> {
                    byte[] body = "seen".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                },
                more);
    }

    private static String get(String endpoint, Network network) throws IOException {
        URI uri = URI.create(endpoint);
        try (ArmClient arm = new ArmClient(uri, Credential.none(), network, Duration.ofSeconds(2), 1, "test");
                CloseableHttpClient http = arm.client()) {
            return http.execute(
                    new HttpGet(uri + "/x"),
                    answer -> answer.getCode() + " " + new String(ArmExec.body(answer), StandardCharsets.UTF_8));
        }
    }

    private Network trusting(TlsServer server, String proxy) throws Exception {
        return Network.of(proxy, Map.<String, String>of()::get, Map.of(), Trust.read(server.pem(folder)));
    }

    @Test
    void an_authority_of_the_ca_file_is_trusted_and_another_named_as_the_fault() throws Exception {
        try (TlsServer server = server("dns:localhost")) {
            String endpoint = "https://localhost:" + server.port();

            assertThat(get(endpoint, trusting(server, ""))).isEqualTo("200 seen");
            assertThatExceptionOfType(NotConnectedException.class)
                    .isThrownBy(() -> get(endpoint, Network.PLAIN))
                    .withMessage(
                            "the certificate of localhost is not issued by an authority that armwatch trusts; set that authority's certificate with armwatch.http.ca-file (PEM) or -Djavax.net.ssl.trustStore");
        }
    }

    @Test
    void an_error_says_that_a_certificate_is_for_another_host_or_has_expired() throws Exception {
        try (TlsServer other = server("dns:other.example.test");
                TlsServer past = server("dns:localhost", "-startdate", "-10d", "-validity", "5")) {
            assertThatExceptionOfType(NotConnectedException.class)
                    .isThrownBy(() -> get("https://localhost:" + other.port(), trusting(other, "")))
                    .withMessageContaining("the certificate of localhost is for another host");
            assertThatExceptionOfType(NotConnectedException.class)
                    .isThrownBy(() -> get("https://localhost:" + past.port(), trusting(past, "")))
                    .withMessageContaining("the certificate of localhost has expired");
        }
    }

    @Test
    void a_proxy_tunnels_to_the_server_and_gets_the_password_it_wants() throws Exception {
        try (TlsServer server = server("dns:" + ARM);
                TestProxy proxy = new TestProxy(server.port(), "me:s@cret")) {
            String at = "@127.0.0.1:" + proxy.port();

            assertThat(get("https://" + ARM, trusting(server, "http://me:s%40cret" + at)))
                    .isEqualTo("200 seen");
            assertThat(proxy.asked).containsExactly("CONNECT " + ARM + ":443 HTTP/1.1");
            assertThatExceptionOfType(NotConnectedException.class)
                    .isThrownBy(() -> get("https://" + ARM, trusting(server, "http://me:wrong" + at)))
                    .withMessageContaining("refused to open a tunnel (407); check the user and password")
                    .withMessageNotContaining("wrong");
        }
    }

    @Test
    void a_proxy_that_is_away_is_named() throws Exception {
        Network network = Network.of("127.0.0.1:1", Map.<String, String>of()::get, Map.of(), Optional.empty());

        assertThatExceptionOfType(NotConnectedException.class)
                .isThrownBy(() -> get("https://" + ARM, network))
                .withMessageContaining("the proxy 127.0.0.1:1 on the way to " + ARM + " cannot be reached");
    }

    /** Each read comes in time, and the whole never. */
    @Test
    void a_tls_handshake_that_drips_is_given_up_within_the_timeout() throws Exception {
        ScheduledExecutorService drips = Executors.newScheduledThreadPool(2);
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            drips.execute(() -> drip(socket, drips));
            long begun = System.nanoTime();

            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> get("https://localhost:" + socket.getLocalPort(), Network.PLAIN))
                    .withMessage("no connection in time");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        } finally {
            drips.shutdownNow();
        }
    }

    private static void drip(ServerSocket socket, ScheduledExecutorService drips) {
        try {
            Socket client = socket.accept();
            OutputStream out = client.getOutputStream();
            out.write(new byte[] {0x16, 3, 3, 0x3f, (byte) 0xff});
            var unused = drips.scheduleAtFixedRate(() -> write(out), 100, 100, TimeUnit.MILLISECONDS);
        } catch (IOException closed) {
            drips.shutdownNow();
        }
    }

    private static void write(OutputStream out) {
        try {
            out.write(2);
            out.flush();
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }

    @Test
    void a_name_that_is_not_resolved_in_time_is_given_up() {
        CountDownLatch never = new CountDownLatch(1);
        var stuck = new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new UnknownHostException(host);
            }
        };
        try {
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> new BoundedDnsResolver(stuck, Duration.ofMillis(50)).resolve(ARM))
                    .withCauseInstanceOf(TimeoutException.class);
        } finally {
            never.countDown();
        }
    }
}
