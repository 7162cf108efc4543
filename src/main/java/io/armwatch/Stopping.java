package io.armwatch;

import java.util.concurrent.CountDownLatch;

/** How a command that runs on ends when it is told to: cleanly, and that is success. */
final class Stopping {
    private Stopping() {}

    /** Runs the cleanup on SIGINT and SIGTERM, and then ends the process with status 0. */
    static void onSignal(Runnable cleanup) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            cleanup.run();
                            Runtime.getRuntime().halt(0);
                        },
                        "armwatch-stop"));
    }

    /** Waits for a signal. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
