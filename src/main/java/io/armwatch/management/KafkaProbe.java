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

/** Checks whether Kafka can be reached. A result is reused for two seconds, however often it is requested. */
public final class KafkaProbe implements AutoCloseable {
    private static final Duration REUSED_FOR = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 2_000;
    /** A limit by the monotonic clock: the client's own timeout follows the wall clock, which may be set back. */
    private static final int TIME_LIMIT_MILLIS = 3_000;

    private final Settings.Kafka kafka;
    private @Nullable Admin admin;
    private long checkedAt = System.nanoTime() - REUSED_FOR.toNanos();
    private boolean reachable;

    public KafkaProbe(Settings.Kafka kafka) {
        this.kafka = kafka;
    }

    /** Whether Kafka answered within two seconds; the result may be two seconds old. */
    public synchronized boolean isReachable() {
        if (System.nanoTime() - checkedAt >= REUSED_FOR.toNanos()) {
            return probeNow();
        }
        return reachable;
    }

    /** Checks now whether Kafka answers within two seconds. */
    public synchronized boolean probeNow() {
        reachable = canDescribeCluster();
        checkedAt = System.nanoTime();
        return reachable;
    }

    private boolean canDescribeCluster() {
        try {
            var options = new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS);
            if (admin == null) {
                admin = KafkaClients.admin(kafka);
            }
            return !admin.describeCluster(options)
                    .nodes()
                    .get(TIME_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Replaces the client: after the wall clock was set back, the old one would not reconnect until it catches up. */
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
