package io.armwatch.outlet.kafka;

import static java.util.Objects.requireNonNull;

import io.armwatch.outlet.EventsEndpoint;
import io.armwatch.outlet.Outlets;
import io.armwatch.outlet.delivery.DeliveryException;
import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.Fault;
import io.armwatch.outlet.delivery.OutletEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The step of an outlet's route that sends a record to another cluster as it is: key, headers and value. It is the bean of the route
 * template {@code outlet-kafka}, which sets its properties, and a route policy for the same reasons as a webhook.
 *
 * <p>Why not camel-kafka: its component has one set of settings, those of armwatch's own cluster, and each of them would have to be
 * overridden by name; and its producer turns headers into a map, which loses their order. It uses no transactions and creates no topics,
 * as Event Hubs allows neither.
 */
public final class KafkaTarget extends RoutePolicySupport {
    private String settings = "";
    private String topic = "";
    private Path folder = Path.of("");
    private Map<String, Object> config = Map.of();
    private Optional<KafkaProducer<byte[], byte[]>> producer = Optional.empty();

    /** The file with the producer's settings, by the names of Kafka's clients. */
    public void setSettings(String settings) {
        this.settings = settings.strip();
    }

    public void setOutlets(Outlets outlets) {
        folder = outlets.config();
    }

    /** The topic of all events; if empty, each has the name of the topic that it comes from. */
    public void setTopic(String topic) {
        this.topic = topic.strip();
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if they cannot be used
     */
    @Override
    public void onInit(Route route) {
        String outlet = route.getEndpoint() instanceof EventsEndpoint events
                ? events.status().name()
                : "unnamed";
        config = TargetSettings.read(folder.resolve(settings), outlet, route.getCamelContext());
        if (route.getEndpoint() instanceof EventsEndpoint events) {
            events.status().setTarget(brokers());
        }
    }

    private String brokers() {
        return String.valueOf(config.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    @Override
    protected void doStop() {
        disconnect();
    }

    /**
     * Sends the record of an exchange, and returns when the cluster has accepted it.
     *
     * @throws DeliveryException if it does not
     */
    public void deliver(Exchange exchange) throws DeliveryException {
        ConsumerRecord<byte[], byte[]> record = requireNonNull(exchange.getProperty(Outlets.EVENT, OutletEvent.class))
                .record();
        String to = topic.isEmpty() ? record.topic() : topic;
        try {
            connected()
                    .send(new ProducerRecord<>(to, null, record.key(), record.value(), record.headers()))
                    .get();
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    private DeliveryException failed(Throwable cause) {
        boolean refused = cause instanceof RecordTooLargeException || cause instanceof InvalidRecordException;
        if (!refused && !(cause instanceof RetriableException)) {
            disconnect(); // the producer may be unusable for good
        }
        return new DeliveryException(new Failure(
                refused ? Fault.EVENT : Fault.TARGET,
                "Kafka at " + brokers() + " does not accept it ("
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")"));
    }

    /** Not before the first event: an outlet starts though its target is away. */
    private synchronized KafkaProducer<byte[], byte[]> connected() {
        if (producer.isEmpty()) {
            producer = Optional.of(new KafkaProducer<>(config));
        }
        return producer.get();
    }

    private synchronized void disconnect() {
        producer.ifPresent(each -> each.close(Duration.ZERO));
        producer = Optional.empty();
    }
}
