package io.armwatch.bench;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * What was done and taken while a client ran warm.
 *
 * @param observed resources
 * @param clientCpu seconds, as the other two
 * @param scans whose end was reported
 * @param usage of the client, at the end
 */
record MeasuredWindow(
        double seconds,
        double observed,
        double clientCpu,
        double simulatorCpu,
        double brokerCpu,
        RequestCounts asked,
        long scans,
        ProcessUsage usage) {

    static MeasuredWindow of(BenchEnvironment stage, MeasuredClient client, Duration length) {
        Instant before = Instant.now(stage, client);
        pass(length);
        Instant after = Instant.now(stage, client);
        RequestCounts asked = after.asked.since(before.asked);
        return new MeasuredWindow(
                (after.nanos - before.nanos) / 1e9,
                asked.requests() * client.workload().perRequest(),
                after.client.cpu() - before.client.cpu(),
                after.simulator.cpu() - before.simulator.cpu(),
                after.broker.cpu() - before.broker.cpu(),
                asked,
                after.scans - before.scans,
                after.client);
    }

    static void pass(Duration length) {
        Awaitility.await().pollDelay(length).atMost(length.plusMinutes(1)).until(() -> true);
    }

    private record Instant(
            long nanos,
            RequestCounts asked,
            ProcessUsage client,
            ProcessUsage simulator,
            ProcessUsage broker,
            long scans) {
        static Instant now(BenchEnvironment stage, MeasuredClient client) {
            RequestCounts asked = stage.arm().asked();
            return new Instant(
                    System.nanoTime(),
                    asked,
                    client.running().usage(),
                    stage.arm().running().usage(),
                    stage.broker().usage(),
                    client.tap().scans());
        }
    }

    double perSecond() {
        return observed / seconds;
    }

    /** CPU seconds of the client for each 10,000 resources observed. */
    double clientCost() {
        return cost(clientCpu);
    }

    double simulatorCost() {
        return cost(simulatorCpu);
    }

    double brokerCost() {
        return cost(brokerCpu);
    }

    /** Share of one core. */
    double clientShare() {
        return clientCpu / seconds;
    }

    private double cost(double cpu) {
        return cpu / observed * 10_000;
    }
}
