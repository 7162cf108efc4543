package io.armwatch.kafka.embedded;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens where Kafka would end the JVM at once and without a word: when its disk fails or is full, or on a defect. */
final class BrokerFailures {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFailures.class);

    private final AtomicBoolean failed = new AtomicBoolean();

    /** Says so in the log and calls the action, once, on a thread of its own. */
    static BrokerFailures watch(Path folder, Runnable action) {
        BrokerFailures failures = new BrokerFailures();
        Exit.Procedure procedure = (status, message) -> {
            if (failures.failed.compareAndSet(false, true)) {
                LOG.error(
                        "The embedded Kafka broker has failed ({}), so armwatch ends. Its data stays in {}: start armwatch again when the"
                                + " cause is gone",
                        BrokerFolder.problem(folder).orElse("Kafka's own lines in this log say why"),
                        folder);
                Thread thread = new Thread(action, "armwatch-broker-failed");
                thread.setDaemon(true);
                thread.start();
            }
            throw new IllegalStateException("the embedded broker has failed"); // Kafka must not go on here
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        return failures;
    }

    boolean hasFailed() {
        return failed.get();
    }

    /** Leaves the end of the JVM to Kafka again. */
    static void unwatch() {
        Exit.resetExitProcedure();
        Exit.resetHaltProcedure();
    }
}
