package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.TemporaryFolder;
import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A broker in a JVM of its own, behind a proxy that stays when it is killed; its data stays too. */
final class BrokerProcess implements AutoCloseable {
    private final Path folder = TemporaryFolder.create("broker");
    private final int port = EmbeddedBroker.freePort();
    private final KafkaProxy proxy = new KafkaProxy(port);
    private volatile Optional<ArmwatchProcess> running = Optional.empty();

    KafkaProxy proxy() {
        return proxy;
    }

    /** How it is started: main class and arguments. */
    List<String> main() {
        return List.of(
                BrokerMain.class.getName(),
                folder.resolve("data").toString(),
                Integer.toString(port),
                Integer.toString(proxy.port()));
    }

    /** Starts it, for the first time or again, and does not wait for it. */
    BrokerProcess start() {
        try {
            running = Optional.of(ArmwatchProcess.java(folder, main()));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        running.ifPresent(ArmwatchProcess::kill);
    }

    @Override
    public void close() {
        kill();
        proxy.close();
        TemporaryFolder.delete(folder);
    }
}
