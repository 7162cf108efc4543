package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.service.Service;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** As where the container's limit of processes is reached for a while. */
final class NoThreadsIT {
    private final AtomicBoolean refuse = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();

    private Thread thread(Runnable task) {
        return new Thread(task) {
            @Override
            public synchronized void start() {
                if (refuse.get()) {
                    refused.incrementAndGet();
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
    }

    /** Each task needs a thread of its own. */
    private ExecutorService pollers() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
    }

    @Test
    void polling_goes_on_when_threads_can_be_started_again() throws Exception {
        TestResources resources = new TestResources();
        String maps = resources.maps("maps");
        String batch = resources.batch("batch");
        Service.Extra extra = new Service.Extra(Map.of(), false, this::pollers);
        try (CapturedLogs logs = new CapturedLogs();
                SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched()).with(extra)) {
            armwatch.start();
            resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
            refuse.set(true);
            Awaitility.await("refusals").until(() -> refused.get() > 6);
            refuse.set(false);
            azure.call("POST", maps + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("PATCH", batch, "{\"tags\":{\"team\":\"x\"}}");
            armwatch.reader().await("key.rotated", maps);
            armwatch.reader().await("resource.changed", batch);
            assertThat(logs.lines("WARN", "a thread for polling cannot be started"))
                    .hasSize(1);
            assertThat(logs.lines("ERROR")).isEmpty();
            armwatch.stop();
        }
    }
}
