package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Milliseconds from the moment at which a signal is sent to the event as a consumer of committed records has it. The keys of one Maps
 * account after the other are rotated, each account once, and nothing is due by schedule.
 */
final class SignalDelays {
    private static final int MOST = 200;
    private static final int WARM_UP = 50;

    private SignalDelays() {}

    static Statistics of(BenchEnvironment stage, String cron) {
        List<String> settings = List.of("armwatch.signals=true");
        try (MeasuredClient client = MeasuredClient.armwatch(stage, stage.oneByOne(), cron, "", settings);
                KafkaProducer<byte[], byte[]> producer = producer(stage)) {
            BenchRun.awaitTold(client, client.workload().ids().size(), Timeouts.DISCOVERY);
            List<String> accounts = client.workload().ids().stream()
                    .filter(id -> PollRequests.of(id) == PollRequests.MAPS_KEYS)
                    .limit(WARM_UP + MOST)
                    .toList();
            stage.arm().work(stage.file("signals", accounts.stream()));
            String topic = client.name() + ".signals";
            List<Double> millis = new ArrayList<>();
            for (String account : ResourceChanges.order(accounts)) {
                millis.add(delay(stage.arm(), client, () -> send(producer, topic, account)));
            }
            return Statistics.of(millis.size() > WARM_UP ? millis.subList(WARM_UP, millis.size()) : millis);
        }
    }

    private static double delay(SimulatorControl arm, MeasuredClient client, Runnable signal) {
        long before = client.tap().told();
        arm.change(1);
        long from = System.nanoTime();
        signal.run();
        Awaitility.await("the event of a signal")
                .atMost(Timeouts.TOLD)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> client.tap().told() > before);
        return (System.nanoTime() - from) / 1e6;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String account) {
        try {
            producer.send(new ProducerRecord<>(topic, ("{\"poll\":\"" + account + "\"}").getBytes(UTF_8)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(BenchEnvironment stage) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stage.brokers()), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
