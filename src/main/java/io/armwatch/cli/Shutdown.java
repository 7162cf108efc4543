package io.armwatch.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** Ends the process cleanly and soon, even if something hangs. Being stopped is success. */
public final class Shutdown {
    private static final Duration LONGEST = Duration.ofSeconds(9);
    private static final List<String> LIBRARIES =
            List.of("org.apache.camel", "org.apache.kafka", "org.quartz", "io.vertx", "io.netty", "org.apache.hc");

    private static volatile int status;
    private static volatile boolean ending;

    private Shutdown() {}

    /**
     * Flushes the output, and returns whether its reader has closed it, as {@code head} does. Both streams are checked,
     * because the one between the writer and the pipe does not pass the error on.
     */
    static boolean isClosed(PrintWriter out) {
        boolean failed = out.checkError();
        return System.out.checkError() || failed;
    }

    /**
     * Runs the cleanup before the process ends, also on SIGINT and SIGTERM. After nine seconds the process ends anyway.
     */
    static void onSignal(Runnable cleanup) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cleanup), "armwatch-stop"));
    }

    private static void end(Runnable cleanup) {
        int exitCode = status; // read first: failures that the cleanup causes do not change it
        silenceLibraries();
        Thread cleaner = new Thread(cleanup, "armwatch-cleanup");
        cleaner.setDaemon(true);
        cleaner.start();
        try {
            cleaner.join(LONGEST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** Libraries log pages of errors about work that is abandoned on purpose, above all while Kafka is away. */
    private static void silenceLibraries() {
        LIBRARIES.stream()
                .filter(name -> !LogManager.getLogger(name).isDebugEnabled())
                .forEach(name -> Configurator.setAllLevels(name, Level.OFF));
    }

    /** Whether the command has ended by itself rather than being stopped. */
    static boolean isEnding() {
        return ending;
    }

    /** Ends the process with an exit code, after the cleanup. */
    public static void exit(int exitCode) {
        status = exitCode;
        ending = true;
        System.exit(exitCode);
    }

    /** Waits for a signal. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
