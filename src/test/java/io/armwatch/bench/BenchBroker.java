package io.armwatch.bench;

import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a JVM of its own, which ends when its standard input does. */
final class BenchBroker {
    private BenchBroker() {}

    /** Arguments: the folder of its data, its port. */
    public static void main(String[] arguments) throws IOException {
        EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.in.read();
        System.exit(0);
    }
}
