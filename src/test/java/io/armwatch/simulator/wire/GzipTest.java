package io.armwatch.simulator.wire;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipTest {
    @Test
    void every_answer_is_compressed_for_callers_that_accept_it_and_for_no_others() throws Exception {
        try (Simulator simulator =
                Simulator.start(SimulatorOptions.builder().gzip(true).build())) {
            HttpResponse<InputStream> zipped = get(simulator, BATCH, "gzip, deflate");
            assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(new String(new GZIPInputStream(zipped.body()).readAllBytes(), UTF_8))
                    .contains(BATCH);
            HttpResponse<InputStream> plain = get(simulator, BATCH, "identity");
            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(new String(plain.body().readAllBytes(), UTF_8)).contains(BATCH);
            assertThat(get(simulator, BATCH + "x", "gzip").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<InputStream> get(Simulator simulator, String path, String encoding)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.uri() + path + BATCH_VERSION))
                .header("Accept-Encoding", encoding)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    }
}
