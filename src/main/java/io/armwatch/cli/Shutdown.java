package io.armwatch.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** How a command ends: cleanly and soon, whatever hangs. Being told to stop is success. */
public final class Shutdown {
    private static final Duration LONGEST = Duration.ofSeconds(9);
    private static final List<String> LIBRARIES =
            List.of("org.apache.camel", "org.apache.kafka", "org.quartz", "io.vertx", "io.netty", "org.apache.hc");

    private static volatile int status;
    private static volatile boolean ending;

    private Shutdown() {}

    /**
     * Writes what waits, and says whether whoever read the output has closed it, as {@code head} does. A stream between the writer and
     * the pipe keeps the error to itself.
     */
    static boolean isClosed(PrintWriter out) {
        boolean failed = out.checkError();
        return System.out.checkError() || failed;
    }

    /** Runs the cleanup before the process ends, on SIGINT and SIGTERM too; it ends without it where that takes too long. */
    static void onSignal(Runnable cleanup) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cleanup), "armwatch-stop"));
    }

    private static void end(Runnable cleanup) {
        int with = status; // what the cleanup makes others fail with is no failure
        quiet();
        Thread cleaner = new Thread(cleanup, "armwatch-cleanup");
        cleaner.setDaemon(true);
        cleaner.start();
        try {
            cleaner.join(LONGEST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(with);
    }

    /** What libraries log while they are stopped is about what is abandoned on purpose: pages of it where Kafka is away. */
    private static void quiet() {
        LIBRARIES.stream()
                .filter(name -> !LogManager.getLogger(name).isDebugEnabled())
                .forEach(name -> Configurator.setAllLevels(name, Level.OFF));
    }

    /** Whether the command has come to its end by itself, rather than being told to stop. */
    static boolean isEnding() {
        return ending;
    }

    /** Ends the process with a status, after the cleanup. */
    public static void exit(int with) {
        status = with;
        ending = true;
        System.exit(with);
    }

    /** Waits for a signal. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
