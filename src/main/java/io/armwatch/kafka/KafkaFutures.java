package io.armwatch.kafka;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for results of Kafka's admin client. */
public final class KafkaFutures {
    private KafkaFutures() {}

    /** Waits for a result, and throws Kafka's own exception instead of an ExecutionException. */
    public static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException kafka) {
                throw kafka;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted", e);
        }
    }
}
