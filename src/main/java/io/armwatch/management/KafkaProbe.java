package io.armwatch.management;

import io.armwatch.config.Settings;
import io.armwatch.kafka.KafkaClients;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka whether it is there; an answer is good for a moment, however often it is wanted. */
public final class KafkaProbe implements AutoCloseable {
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);
    private static final int PATIENCE_MILLIS = 2_000;
    /** The client's own patience follows the wall clock, which may be set. */
    private static final int LONGEST_MILLIS = 3_000;

    private final Settings.Kafka kafka;
    private @Nullable Admin admin;
    private long askedAt = System.nanoTime() - GOOD_FOR.toNanos();
    private boolean answer;

    public KafkaProbe(Settings.Kafka kafka) {
        this.kafka = kafka;
    }

    /** Whether Kafka answered within two seconds. */
    public synchronized boolean reachable() {
        if (System.nanoTime() - askedAt >= GOOD_FOR.toNanos()) {
            return reachableNow();
        }
        return answer;
    }

    /** Whether Kafka answers now, within two seconds. */
    public synchronized boolean reachableNow() {
        answer = ask();
        askedAt = System.nanoTime();
        return answer;
    }

    private boolean ask() {
        try {
            var options = new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS);
            if (admin == null) {
                admin = KafkaClients.admin(kafka);
            }
            return !admin.describeCluster(options)
                    .nodes()
                    .get(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** After the wall clock was set back, the old client would not connect again until it is where it was. */
    public synchronized void renewClient() {
        close();
        admin = null;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
