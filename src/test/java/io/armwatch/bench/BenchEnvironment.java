package io.armwatch.bench;

import io.armwatch.it.TemporaryFolder;
import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/** The one broker and the one simulator, each in a JVM of its own, and what there is to poll. */
final class BenchEnvironment implements AutoCloseable {
    private final Path folder = TemporaryFolder.create("bench");
    private final int port = EmbeddedBroker.freePort();
    private final Workload oneByOne;
    private final Workload lists;
    private final ChildProcess broker;
    private final SimulatorControl arm;
    private int clients;

    BenchEnvironment(BenchSettings settings) {
        oneByOne = Workload.oneByOne(settings.resources());
        lists = Workload.lists(settings.parts().contains(BenchSettings.Part.LISTS) ? settings.resources() : 0);
        broker = ChildProcess.java(
                folder,
                List.of("-XX:+UseSerialGC", "-Xmx1g"),
                BenchBroker.class,
                List.of(folder.resolve("kafka").toString(), Integer.toString(port)));
        arm = new SimulatorControl(folder, seed());
        Awaitility.await("the broker").atMost(Timeouts.START).ignoreExceptions().until(this::answers);
    }

    /** All entries as one JSON array. */
    private Path seed() {
        List<String> entries =
                Stream.concat(oneByOne.seed().stream(), lists.seed().stream()).toList();
        Stream<String> lines = IntStream.range(0, entries.size()).mapToObj(i -> (i == 0 ? "[" : ",") + entries.get(i));
        return file("seed.json", Stream.concat(lines, Stream.of("]")));
    }

    private boolean answers() throws Exception {
        broker.requireAlive();
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get().isEmpty();
        }
    }

    Workload oneByOne() {
        return oneByOne;
    }

    Workload lists() {
        return lists;
    }

    SimulatorControl arm() {
        return arm;
    }

    ChildProcess broker() {
        return broker;
    }

    String brokers() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers(), "request.timeout.ms", "5000"));
    }

    /** A name that no client before had. */
    String nextName() {
        return "bench" + ++clients;
    }

    /** A folder for a client, which goes with the stage. */
    Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of lines; the same for the same name. */
    Path file(String name, Stream<String> lines) {
        try {
            return Files.write(folder.resolve(name.replace(' ', '-')), lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        arm.close();
        broker.close();
        TemporaryFolder.delete(folder);
    }
}
