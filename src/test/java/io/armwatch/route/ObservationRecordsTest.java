package io.armwatch.route;

import static io.armwatch.poll.MapsAccountRequests.BODY;
import static io.armwatch.poll.MapsAccountRequests.MAPS;
import static io.armwatch.poll.scan.ScanFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Seen;
import io.armwatch.poll.MapsAccountRequests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ObservationRecordsTest {
    @Test
    void an_observation_is_written_as_change_detection_reads_it_and_keyed_by_its_resource() throws Exception {
        Observation observations =
                new Seen(MapsAccountRequests.request().target(), 0, NOON, MAPS.state(BODY), Optional.empty(), 0);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        exchange.getMessage().setBody(List.of(observations));

        assertThat(new ObservationRecords().records(exchange)).singleElement().satisfies(record -> {
            assertThat(Json.read(record.getBody(byte[].class), Observation.class))
                    .isEqualTo(observations);
            assertThat(record.getHeaders())
                    .containsExactly(Map.entry("kafka.KEY", MAPS.id().key()));
        });
    }
}
