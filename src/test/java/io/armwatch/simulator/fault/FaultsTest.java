package io.armwatch.simulator.fault;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_fault_strikes_only_what_it_is_meant_for_and_only_while_in_force() {
        Fault fault = simulator.fault(Faults.on("GET", "/batchaccounts/SAMPLEACCT"), Faults.serverError(500));
        assertThat(client.get(BATCH + BATCH_VERSION).status()).isEqualTo(500);
        assertThat(client.post(BATCH + "/listKeys" + BATCH_VERSION, "").status())
                .isEqualTo(200);
        assertThat(client.get(MAPS + SimulatorClient.MAPS_VERSION).status()).isEqualTo(200);
        fault.close();
        assertThat(client.get(BATCH + BATCH_VERSION).status()).isEqualTo(200);
        assertThat(simulator.counts()).containsEntry("Fault", 1L);
    }

    @Test
    void a_fault_can_strike_a_number_of_times() {
        simulator.fault(Faults.times(1, Faults.on("", "batch")), Faults.notFound());
        assertThat(client.get(BATCH + BATCH_VERSION).code()).isEqualTo("ResourceNotFound");
        assertThat(client.get(BATCH + BATCH_VERSION).status()).isEqualTo(200);
    }

    @Test
    void answers_of_any_status_come_in_arms_shape() {
        strike(Faults.unauthorized());
        assertThat(client.get(BATCH).status()).isEqualTo(401);
        strike(Faults.forbidden());
        assertThat(client.get(BATCH).code()).isEqualTo("AuthorizationFailed");
        strike(Faults.tooManyRequests(Duration.ofSeconds(17)));
        assertThat(client.get(BATCH).header("Retry-After")).isEqualTo("17");
    }

    @Test
    void what_is_not_json_is_sent_as_it_is() throws Exception {
        strike(Faults.badGatewayHtml());
        assertThat(text().statusCode()).isEqualTo(502);
        strike(Faults.notJson());
        assertThat(text().body()).isEqualTo("this is not JSON");
    }

    @Test
    void another_resources_body_is_answered() {
        strike(Faults.wrongResource(simulator::body, MAPS));
        assertThat(client.get(BATCH + BATCH_VERSION).json().get("id").asText()).isEqualTo(MAPS);
    }

    @Test
    void a_truncated_body_ends_before_its_length() {
        strike(Faults.truncatedJson());
        assertThatThrownBy(this::text).isInstanceOf(IOException.class);
    }

    @Test
    void a_closed_connection_has_no_answer() {
        simulator.fault(request -> true, Faults.closeConnection());
        assertThatThrownBy(this::text).isInstanceOf(IOException.class);
    }

    @Test
    void a_huge_body_is_as_long_as_asked_for() throws Exception {
        strike(Faults.hugeBody(3));
        assertThat(text().body()).hasSize(3 * 1024 * 1024 + "{\"value\":\"\"}".length());
    }

    @Test
    void an_endless_body_goes_on() throws IOException {
        strike(Faults.endlessBody());
        try (Socket socket = ask()) {
            assertThat(socket.getInputStream().readNBytes(20 << 20)).hasSize(20 << 20);
        }
    }

    @Test
    void a_hanging_request_has_no_answer_and_an_open_connection() throws IOException {
        strike(Faults.hang());
        try (Socket socket = ask()) {
            socket.setSoTimeout(300);
            assertThatThrownBy(socket.getInputStream()::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void headers_drip_and_never_end() throws IOException {
        strike(Faults.dripHeaders());
        try (Socket socket = ask()) {
            String start = "HTTP/1.1 200 OK\r\nX-Slow: ";
            assertThat(read(socket.getInputStream(), start.length() + 2)).isEqualTo(start + "xx");
        }
    }

    @Test
    void a_body_drips_after_its_headers() throws IOException {
        strike(Faults.dripBody());
        try (Socket socket = ask()) {
            String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n";
            String body = "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n \r\n";
            assertThat(read(socket.getInputStream(), head.length() + body.length()))
                    .isEqualTo(head + body);
        }
    }

    private void strike(Handler<HttpServerRequest> then) {
        simulator.fault(Faults.times(1, request -> true), then);
    }

    private HttpResponse<String> text() throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return http.send(HttpRequest.newBuilder(simulator.uri()).build(), BodyHandlers.ofString());
    }

    /** A request on a bare socket, for answers that an HTTP client would not bear. */
    private Socket ask() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String read(InputStream in, int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
    }
}
