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

/** Kafka's transactions, tried once before Streams depends on them: it would fail for ever, or wait for minutes without a word. */
public final class TransactionCheck {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String OTHERWISE =
            ", or set armwatch.kafka.exactly-once=false: events may then be published twice, with the same id";

    private TransactionCheck() {}

    /** Nobody coordinates transactions, or not yet. The message says what to do. */
    public static final class AwayException extends TimeoutException {
        AwayException(TimeoutException cause) {
            super(
                    "Kafka answers, but does not begin a transaction within " + PATIENCE_MILLIS / 1000
                            + " s; armwatch waits for it and polls nothing until then. Check that enough brokers are up for "
                            + "topic __transaction_state: transaction.state.log.replication.factor and "
                            + "transaction.state.log.min.isr" + OTHERWISE,
                    cause);
        }
    }

    /**
     * Why they cannot be used, and what to do.
     *
     * @throws AwayException where nobody coordinates them
     */
    public static Optional<String> problem(Settings.Kafka settings) {
        String prefix = settings.applicationId();
        Map<String, Object> config = KafkaClients.common(settings);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + "-start");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, PATIENCE_MILLIS); // as Streams is told
        var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return Optional.empty();
        } catch (ProducerFencedException another) { // that starts at this moment: transactions there are
            return Optional.empty();
        } catch (TimeoutException e) {
            throw new AwayException(e);
        } catch (AuthorizationException e) {
            return Optional.of(
                    "Kafka does not allow armwatch transactions; allow them, for example: kafka-acls.sh --add"
                            + " --allow-principal User:{name} --operation Describe --operation Write --transactional-id "
                            + prefix
                            + " --resource-pattern-type prefixed" + OTHERWISE);
        } catch (UnsupportedVersionException e) {
            return Optional.of("This Kafka has no transactions; use one that has" + OTHERWISE);
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
