package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Pattern CURL = Pattern.compile("curl -sS -X (\\w+) '([^']+)'(?:.* -d '([^']+)')?");
    private final StringWriter out = new StringWriter();
    private final AtomicInteger code = new AtomicInteger(-1);
    private final Thread command = new Thread(() -> code.set(
            new CommandLine(new SimulateCommand()).setOut(new PrintWriter(out)).execute("--port", "0", "--play")));

    @BeforeEach
    void start() {
        command.start();
        await().until(() -> out.toString().contains("PATCH"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        command.interrupt();
        command.join();
        assertThat(code).hasValue(0);
    }

    @Test
    void it_is_healthy_at_the_address_it_prints() throws IOException, InterruptedException {
        Matcher address = ADDRESS.matcher(out.toString());
        assertThat(address.find()).isTrue();
        assertThat(send("GET", address.group() + "/health", "").statusCode()).isEqualTo(200);
    }

    @Test
    void every_curl_line_it_prints_reaches_a_resource_that_is_there() throws IOException, InterruptedException {
        Matcher curl = CURL.matcher(out.toString());
        int lines = 0;
        for (; curl.find(); lines++) {
            String body = curl.group(3) == null ? "" : curl.group(3);
            HttpResponse<String> response = send(curl.group(1), curl.group(2), body);
            // The deletion may not have failed yet when its cancelling comes: 409.
            assertThat(response.statusCode()).as(curl.group()).isIn(200, 202, 409);
        }
        assertThat(lines).isEqualTo(4);
    }

    private static HttpResponse<String> send(String method, String address, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
