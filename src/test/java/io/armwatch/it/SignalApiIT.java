package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/v1/signals}: who may call it, and what it answers. */
final class SignalApiIT {
    private static final String TOKEN = "a-token-of-32-characters-1234567";
    private static final TestResources RESOURCES = new TestResources();
    private static final String MAPS = RESOURCES.maps("maps1");
    private static final SimulatedAzure AZURE = SimulatedAzure.with(RESOURCES);
    private static final int PORT = EmbeddedBroker.freePort();
    private static final int GUARDED_PORT = EmbeddedBroker.freePort();
    private static final int SILENT_PORT = EmbeddedBroker.freePort();
    private static final SignalsFixture SIGNALS = new SignalsFixture(AZURE, List.of(MAPS));
    /** With a token. */
    private static final ArmwatchFixture GUARDED = new ArmwatchFixture(AZURE.uri(), List.of(MAPS));
    /** Without signals. */
    private static final ArmwatchFixture SILENT = new ArmwatchFixture(AZURE.uri(), List.of(MAPS));

    @BeforeAll
    static void start() {
        SIGNALS.armwatch()
                .with("armwatch.http.host", "0.0.0.0")
                .with("armwatch.http.port", Integer.toString(PORT))
                .start();
        GUARDED.with("armwatch.signals", "true")
                .with("armwatch.http.port", Integer.toString(GUARDED_PORT))
                .with("armwatch.api.token", TOKEN)
                .start();
        SILENT.with("armwatch.http.port", Integer.toString(SILENT_PORT)).start();
        SIGNALS.armwatch().reader().await("resource.discovered", MAPS);
    }

    @AfterAll
    static void close() {
        SIGNALS.close();
        GUARDED.close();
        SILENT.close();
        AZURE.close();
    }

    /** An answer as it came. */
    private record Answer(int status, String text) {}

    private static Answer post(int port, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (all.stream().noneMatch(header -> header.startsWith("Content-Type"))) {
            all.add("Content-Type: application/json");
        }
        return call("127.0.0.1", port, "POST", body, all);
    }

    private static Answer call(String address, int port, String method, String body, List<String> headers) {
        List<String> lines = new ArrayList<>(List.of(method + " /api/v1/signals HTTP/1.1"));
        if (headers.stream().noneMatch(header -> header.startsWith("Host"))) {
            lines.add("Host: " + address + ":" + port);
        }
        lines.addAll(headers);
        lines.add("Connection: close");
        lines.add("Content-Length: " + body.getBytes(UTF_8).length);
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new Answer(Integer.parseInt(answer.substring(9, 12)), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_poll_is_written_to_the_topic_and_made() {
        AZURE.call("POST", MAPS + "/regenerateKey", "{\"keyType\":\"primary\"}");
        Answer answer = post(PORT, "{\"poll\":\"" + MAPS + "\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.text())
                .contains("{\"poll\":\"" + MAPS + "\"}")
                .contains(SIGNALS.armwatch().name() + ".signals");
        SIGNALS.armwatch().reader().await("key.rotated", MAPS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"pause":"map-keys"} | there is no source 'map-keys'; did you mean maps-keys?
            {"poll":"maps1"} | is not the ARM id of one resource
            {"scan":"/subscriptions/x"} | is not a subscription id
            {"poll":7} | poll: expected a text
            {"poll":"/subscriptions/s","scan":"maps-keys"} | exactly one of poll, scan, pause, resume
            {} | exactly one of poll, scan, pause, resume
            [] | no JSON object
            nonsense | no JSON object
            """)
    void a_body_that_is_no_signal_is_refused_with_a_sentence(String body, String sentence) {
        Answer answer = post(PORT, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains(sentence).contains("X-Content-Type-Options: nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1:1",
                "Sec-Fetch-Site: cross-site",
                "Host: evil.example",
                "Host: 127.0.0.1.evil.example",
                "X-Forwarded-For: 10.0.0.1",
                "Forwarded: for=10.0.0.1"
            })
    void a_foreign_page_or_proxy_is_refused(String header) {
        Answer answer = post(PORT, "{\"pause\":\"maps-keys\"}", header);

        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost:1", "Host: [::1]:1", "Host: 10.1.2.3"})
    void an_address_and_this_machine_are_no_foreign_hosts(String header) {
        assertThat(post(PORT, "{}", header).status()).isEqualTo(400);
    }

    @Test
    void armwatch_s_own_page_may_call() {
        assertThat(post(PORT, "{}", "Origin: http://127.0.0.1:" + PORT).status())
                .isEqualTo(400);
    }

    @Test
    void another_machine_is_refused_without_a_token() throws IOException {
        Optional<String> outside = outsideAddress();
        assumeThat(outside).as("this machine has an address besides loopback").isPresent();

        Answer answer = call(
                outside.orElseThrow(),
                PORT,
                "POST",
                "{\"pause\":\"maps-keys\"}",
                List.of("Content-Type: application/json"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains("set armwatch.api.token");
    }

    private static Optional<String> outsideAddress() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: 1",
                "Authorization: Bearer a-token-of-32-characters-1234568",
                "Authorization: Bearer",
                "Authorization: Basic YTpi",
                "Authorization: a-token-of-32-characters-1234567"
            })
    void with_a_token_set_a_call_without_it_is_refused(String header) {
        Answer answer = post(GUARDED_PORT, "{\"pause\":\"maps-keys\"}", header);

        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.text())
                .containsIgnoringCase("WWW-Authenticate: Bearer")
                .doesNotContain(TOKEN);
    }

    @Test
    void with_the_token_a_call_is_taken_also_by_another_name_of_the_host_but_not_from_a_foreign_page() {
        String token = "Authorization: bearer " + TOKEN;

        assertThat(post(GUARDED_PORT, "{}", token).status()).isEqualTo(400);
        assertThat(post(GUARDED_PORT, "{}", token, "Host: armwatch.monitoring.svc:9876")
                        .status())
                .isEqualTo(400);
        assertThat(post(GUARDED_PORT, "{}", token, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void without_signals_the_answer_names_the_setting() {
        Answer answer = post(SILENT_PORT, "{\"scan\":\"maps-keys\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.text()).contains("armwatch.signals=true");
    }

    @Test
    void another_content_type_method_or_a_large_body_is_refused() {
        assertThat(post(PORT, "{}", "Content-Type: text/plain").status()).isEqualTo(415);
        assertThat(post(PORT, "{\"poll\":\"" + "x".repeat(65 * 1024) + "\"}").status())
                .isEqualTo(413);
        assertThat(call("127.0.0.1", PORT, "PUT", "{}", List.of()).status()).isIn(404, 405);
    }

    @Test
    void too_many_calls_are_refused_until_a_second_has_passed() {
        String token = "Authorization: Bearer " + TOKEN;
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 500 && answers.stream().noneMatch(each -> each.status() == 429); i++) {
            answers.add(post(GUARDED_PORT, "{}", token));
        }

        assertThat(answers).anySatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.text()).contains("Retry-After: 1");
        });
        Awaitility.await("the next call")
                .until(() -> post(GUARDED_PORT, "{}", token).status() == 400);
    }
}
