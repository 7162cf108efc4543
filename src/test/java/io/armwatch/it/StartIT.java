package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class StartIT {
    @Test
    void the_first_poll_costs_few_seconds_of_cpu() throws ExecutionException, InterruptedException, TimeoutException {
        TestResources resources = new TestResources();
        resources.batch("batch");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            SharedKafka.brokers();
            CompletableFuture<Void> polled = new CompletableFuture<>();
            azure.simulator().onRequest(request -> polled.complete(null));
            long begun = System.nanoTime();
            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            CompletableFuture<Optional<Duration>> cpu =
                    polled.thenApply(nothing -> child.handle().info().totalCpuDuration());
            Duration spent = cpu.get(60, TimeUnit.SECONDS).orElseThrow();
            System.out.println("Start to first poll: " + spent.toMillis() + " ms of CPU, "
                    + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms by the clock");
            assertThat(spent).isLessThan(Duration.ofSeconds(15));
        }
    }
}
