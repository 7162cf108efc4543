package io.armwatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** How a command ends: cleanly and soon, whatever hangs. Being told to stop is success. */
final class Stopping {
    private static final Duration LONGEST = Duration.ofSeconds(9);
    private static volatile int status;

    private Stopping() {}

    /** Runs the cleanup before the process ends, on SIGINT and SIGTERM too; it ends without it where that takes too long. */
    static void onSignal(Runnable cleanup) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cleanup), "armwatch-stop"));
    }

    private static void end(Runnable cleanup) {
        int with = status; // what the cleanup makes others fail with is no failure
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

    /** Ends the process with a status, after the cleanup. */
    static void exit(int with) {
        status = with;
        System.exit(with);
    }

    /** Waits for a signal. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
