package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.ReceivedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Scenario 11: invalid records on the observations topic. The records behind them are processed without delay. */
final class PoisonRecords implements Scenario {
    private static final Duration UNDELAYED = Duration.ofSeconds(10);

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        try (ChaosFixture fire = new ChaosFixture()) {
            fire.start(armwatch);
            List<ProducerRecord<byte[], byte[]>> poison = poison(fire);
            fire.change();
            send(fire, poison);
            if (!fire.expect(
                    "the observations between the invalid records are published", UNDELAYED, () -> fire.told(1))) {
                return fire.broken(poison.size() + " poisonous records");
            }
            send(fire, poison);
            fire.change();
            fire.expect("the observations behind the invalid records are published", UNDELAYED, () -> fire.told(2));
            return fire.outcome(2 * poison.size() + " poisonous records");
        }
    }

    @Override
    public String toString() {
        return "11 poison";
    }

    private static List<ProducerRecord<byte[], byte[]>> poison(ChaosFixture fire) {
        String id = fire.id("onebatch");
        String target = "{'source':'batch-account','id':'" + id + "','suffix':''}";
        String seen = "{'kind':'seen','target':" + target + ",'basedOn':1,'observedAt':'2026-01-01T00:00:00Z'";
        List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
        for (String value : List.of(
                "",
                "\u0000\u0001",
                "null",
                "[]",
                "{'kind':'unheard of'}",
                seen + "}",
                seen + ",'state':[]}",
                seen + ",'state':{'properties':7}}",
                seen.replace("batch-account", "unheard-of") + ",'state':{}}",
                seen.replace("onebatch", "twobatch") + ",'state':{}}",
                "[".repeat(100_000))) {
            poison.add(record(fire, id, value.replace('\'', '"').getBytes(UTF_8)));
        }
        poison.add(record(fire, "", new byte[] {(byte) 0xff}));
        poison.add(record(fire, "?", new byte[900_000]));
        return poison;
    }

    /** In the partition in which the resources' own are: that of their Azure subscription. */
    private static ProducerRecord<byte[], byte[]> record(ChaosFixture fire, String key, byte[] value) {
        return new ProducerRecord<>(
                fire.observations(), fire.partition(), ReceivedEvent.key(key).getBytes(UTF_8), value);
    }

    private static void send(ChaosFixture fire, List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", fire.rig().brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                var unused = producer.send(record);
            }
        }
    }
}
