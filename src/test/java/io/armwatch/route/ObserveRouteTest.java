package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Target;
import io.armwatch.poll.KafkaWatch;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code routes/observe.camel.yaml}: observations as camel-kafka is given them. */
class ObserveRouteTest extends RouteTestSupport {
    @Test
    void a_record_is_the_observation_keyed_by_its_resource_and_has_no_other_header() {
        reply(FIRST, exchange -> {
            rotated(exchange);
            exchange.getMessage().setHeader("another", "value");
        });
        tick();

        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("azure.observations");
            assertThat(record.key()).isEqualTo(FIRST.id().key());
            assertThat(record.headers()).isEmpty();
            assertThat(record.value()).isEqualTo(Json.write(observation(record)));
        });
    }

    @Test
    void observations_that_belong_together_are_sent_in_their_order_each_keyed_by_its_resource() {
        List<Observation> two = List.of(seen(FIRST), seen(SECOND));
        template.sendBody("direct:observe", two);

        assertThat(sent()).containsExactlyElementsOf(two);
        assertThat(kafka.history().stream().map(ProducerRecord::key))
                .containsExactly(FIRST.id().key(), SECOND.id().key());
    }

    private static Observation seen(PolledResource resource) {
        return new Seen(
                new Target(SOURCE, resource.id(), ""),
                0,
                ScanFixtures.NOON,
                TextNode.valueOf("a"),
                Optional.empty(),
                0);
    }

    @Test
    void if_one_observation_cannot_be_written_none_of_its_exchange_is_sent() {
        template.sendBody("direct:observe", List.of(seen(FIRST), "not an observation", seen(SECOND)));

        assertThat(sent()).isEmpty();
        assertThat(meters.counter("armwatch.observations.unsent").count()).isEqualTo(1);
    }

    @Test
    void while_kafka_is_known_to_be_away_it_is_not_called() {
        KafkaWatch watch = new KafkaWatch("nowhere:9092", () -> false, System::nanoTime, beans.scheduler());
        watch.doubt();
        reply(FIRST, exchange -> {
            rotated(exchange);
            watch.look();
        });
        tick();

        assertThat(sent()).isEmpty();
        assertThat(meters.counter("armwatch.observations.unsent").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_observation_that_kafka_refuses_is_counted_and_the_worker_goes_on(boolean first) {
        reply(FIRST, exchange -> rotated(exchange, first));
        reply(SECOND, exchange -> rotated(exchange, !first));
        tick();

        assertThat(meters.counter("armwatch.observations.unsent").count()).isEqualTo(1);
        assertOneWorker();
        assertThat(sent(Seen.class)).as("the other one is sent").hasSize(1);
        kafka.sendException = null;
        endScans();
        assertThat(sent(Scanned.class))
                .singleElement()
                .satisfies(end -> assertThat(end.scan().complete()).isFalse());
    }

    private void rotated(Exchange exchange, boolean refused) {
        rotated(exchange);
        kafka.sendException = refused ? new RecordTooLargeException("refused") : null;
    }
}
