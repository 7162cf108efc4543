package io.armwatch.chaos;

import io.armwatch.Armwatch;
import io.armwatch.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A broker in a JVM of its own, behind a proxy; with further arguments, armwatch beside it. */
final class BrokerMain {
    private BrokerMain() {}

    /** Arguments: the folder of its data, its port, the proxy's port, and armwatch's arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[1]);
        EmbeddedBroker broker = EmbeddedBroker.start(
                Path.of(arguments[0]), port, SharedBroker.settings(Integer.parseInt(arguments[2])));
        System.out.println("A broker listens on " + broker.port());
        if (arguments.length > 3) {
            Armwatch.main(Arrays.copyOfRange(arguments, 3, arguments.length));
        } else {
            new CountDownLatch(1).await();
        }
    }
}
