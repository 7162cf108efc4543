package io.armwatch.it;

import io.armwatch.kafka.EmbeddedBroker;
import java.nio.file.Path;

/** The broker that all tests of this JVM share; each has topics and an application id of its own. */
public final class SharedKafka {
    private static final Path DATA = TemporaryFolder.create("kafka");
    private static final EmbeddedBroker KAFKA = start();

    private SharedKafka() {}

    private static EmbeddedBroker start() {
        EmbeddedBroker broker = EmbeddedBroker.start(DATA);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            broker.close();
            TemporaryFolder.delete(DATA);
        }));
        return broker;
    }

    /** Where it keeps all that was ever written to it. */
    public static Path data() {
        return DATA;
    }

    public static String brokers() {
        return KAFKA.brokers();
    }
}
