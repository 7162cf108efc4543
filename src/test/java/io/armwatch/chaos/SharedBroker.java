package io.armwatch.chaos;

import io.armwatch.it.TemporaryFolder;
import io.armwatch.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;

/** The broker that the scenarios of this JVM share, behind a proxy. */
final class SharedBroker {
    private static final Path DATA = TemporaryFolder.create("chaos");
    private static final KafkaProxy PROXY = start();

    private SharedBroker() {}

    private static KafkaProxy start() {
        int port = EmbeddedBroker.freePort();
        KafkaProxy proxy = new KafkaProxy(port);
        EmbeddedBroker broker = EmbeddedBroker.start(DATA, port, settings(proxy.port()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            broker.close();
            proxy.close();
            TemporaryFolder.delete(DATA);
        }));
        return proxy;
    }

    /** A broker behind a proxy; what has timed out is aborted within a second, where a broker by default looks every ten. */
    static Map<String, String> settings(int proxy) {
        return Map.of(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + proxy,
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                "1000");
    }

    static KafkaProxy proxy() {
        return PROXY;
    }
}
