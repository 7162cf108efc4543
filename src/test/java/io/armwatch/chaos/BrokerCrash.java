package io.armwatch.chaos;

import io.armwatch.chaos.Rule.At;
import io.armwatch.chaos.Rule.Then;
import io.armwatch.demo.EmbeddedKafka;
import io.armwatch.it.Child;
import io.armwatch.it.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.protocol.ApiKeys;

/** Scenario 7: the one broker is killed in the middle of a commit, and comes back with the data it had. */
enum BrokerCrash implements Scenario {
    WHEN_IT_HAS_WRITTEN_EVENTS(At.ANSWER),
    BEFORE_IT_HAS_THE_COMMIT(At.REQUEST),
    WHEN_IT_HAS_WRITTEN_THE_COMMIT(At.ANSWER),
    BETWEEN_DECISION_AND_MARKERS(At.REQUEST);

    private final At at;

    BrokerCrash(At at) {
        this.at = at;
    }

    @Override
    public Outcome run(Child.Options armwatch) {
        Path folder = TemporaryFolder.create("broker");
        int port = EmbeddedKafka.freePort();
        try (KafkaProxy proxy = new KafkaProxy(port);
                Fire fire = new Fire(proxy)) {
            AtomicReference<Child> broker = new AtomicReference<>(broker(folder, port, proxy));
            try {
                fire.start(armwatch);
                try (Rule kill = proxy.at(call -> isPoint(proxy, call), at, () -> kill(broker), Then.DROP)) {
                    fire.change();
                    kill.await(Fire.PATIENCE);
                }
                broker.set(broker(folder, port, proxy));
                fire.awaitChanges(1);
                fire.change();
                fire.awaitChanges(2);
                return fire.outcome("1 kill -9 of the broker");
            } finally {
                kill(broker);
            }
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private boolean isPoint(KafkaProxy proxy, Call call) {
        return switch (this) {
            case WHEN_IT_HAS_WRITTEN_EVENTS -> call.isJudged();
            case BETWEEN_DECISION_AND_MARKERS -> call.api() == ApiKeys.WRITE_TXN_MARKERS;
            default -> proxy.isCommit(call);
        };
    }

    private static void kill(AtomicReference<Child> broker) {
        Child running = broker.get();
        if (running != null) {
            running.kill();
        }
    }

    private static Child broker(Path folder, int port, KafkaProxy proxy) {
        try {
            return Child.java(
                    folder,
                    List.of(
                            BrokerMain.class.getName(),
                            folder.resolve("data").toString(),
                            Integer.toString(port),
                            Integer.toString(proxy.port())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "7 broker killed " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
