package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.poll.Poll;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.PolledResource;
import java.net.URI;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArmProducerTest {
    private static final String GROUP = "/subscriptions/s/resourceGroups/a group/providers/";

    private final PollingFixture bench = new PollingFixture(new KnownStateCache(new InMemoryStateStore()));

    private HttpUriRequest request(String source, String id) throws InterruptedException {
        PolledResource watched = PolledResource.of(source, id);
        Poll poll = bench.poll(
                ArmRequest.entity(watched.source(), watched.id(), ScanFixtures.over(watched.source(), id), false));
        return ArmProducer.request(URI.create("http://127.0.0.1:8090"), poll);
    }

    @ParameterizedTest
    @CsvSource({
        "batch-account, Microsoft.Batch/batchAccounts/a, GET, Microsoft.Batch/batchAccounts/a?api-version=2024-07-01",
        "maps-keys, Microsoft.Maps/accounts/m, POST, Microsoft.Maps/accounts/m/listKeys?api-version=2023-06-01"
    })
    void the_request_is_what_the_reference_says(String source, String id, String method, String path) throws Exception {
        HttpUriRequest request = request(source, GROUP + id);

        assertThat(request.getMethod()).isEqualTo(method);
        assertThat(request.getUri())
                .isEqualTo(
                        URI.create("http://127.0.0.1:8090/subscriptions/s/resourceGroups/a%20group/providers/" + path));
        assertThat(Arrays.stream(request.getHeaders()).map(NameValuePair::getName))
                .containsExactly("Host", "x-ms-client-request-id");
    }

    @Test
    void each_call_has_an_id_of_its_own() throws Exception {
        String id = GROUP + "Microsoft.Batch/batchAccounts/a";

        assertThat(id(request("batch-account", id))).isNotEqualTo(id(request("batch-account", id)));
    }

    private static String id(HttpUriRequest request) {
        Header header = request.getFirstHeader("x-ms-client-request-id");
        return header.getValue();
    }
}
