package io.armwatch.kafka;

import io.armwatch.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tries a transaction once before Streams depends on it: Streams would fail forever, or wait for minutes without a log line. */
public final class TransactionCheck {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String ALTERNATIVE =
            ", or set armwatch.kafka.exactly-once=false: events may then be published twice, with the same id";

    private TransactionCheck() {}

    /** No broker coordinates transactions, or not yet. The message says what to do. */
    public static final class AwayException extends TimeoutException {
        AwayException(TimeoutException cause) {
            super(
                    "Kafka answers, but does not begin a transaction within " + TIMEOUT_MILLIS / 1000
                            + " s; armwatch waits for it and polls nothing until then. Check that enough brokers are up for "
                            + "topic __transaction_state: transaction.state.log.replication.factor and "
                            + "transaction.state.log.min.isr" + ALTERNATIVE,
                    cause);
        }
    }

    /**
     * Why transactions cannot be used, and what to do; empty if they can.
     *
     * @throws AwayException if no broker coordinates them
     */
    public static Optional<String> problem(Settings.Kafka settings) {
        String prefix = settings.applicationId();
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + "-start");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS); // the value that Streams uses
        var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return Optional.empty();
        } catch (ProducerFencedException another) { // another process starts at the same time, so transactions work
            return Optional.empty();
        } catch (TimeoutException e) {
            throw new AwayException(e);
        } catch (AuthorizationException e) {
            return Optional.of(
                    "Kafka does not allow armwatch transactions; allow them, for example: kafka-acls.sh --add"
                            + " --allow-principal User:{name} --operation Describe --operation Write --transactional-id "
                            + prefix
                            + " --resource-pattern-type prefixed" + ALTERNATIVE);
        } catch (UnsupportedVersionException e) {
            return Optional.of("This Kafka has no transactions; use one that has" + ALTERNATIVE);
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
