package io.armwatch.chaos;

import io.armwatch.chaos.Rule.At;
import io.armwatch.chaos.Rule.Then;
import io.armwatch.demo.EmbeddedKafka;
import io.armwatch.it.Child;
import io.armwatch.it.TemporaryFolder;
import java.nio.file.Path;
import java.util.List;

/** Scenario 12: broker and armwatch in one JVM, killed together in the middle of a commit; but for the broker's data all is lost. */
final class OneJvm implements Scenario {
    @Override
    public Outcome run(Child.Options armwatch) {
        Path data = TemporaryFolder.create("one-jvm");
        int port = EmbeddedKafka.freePort();
        try (KafkaProxy proxy = new KafkaProxy(port);
                Fire fire = new Fire(proxy)) {
            Child.Options together = armwatch.by(List.of(
                    BrokerMain.class.getName(),
                    data.toString(),
                    Integer.toString(port),
                    Integer.toString(proxy.port())));
            Child one = fire.start(together);
            for (int round = 1; round <= 2; round++) {
                Child running = one;
                At at = round == 1 ? At.REQUEST : At.ANSWER;
                try (Rule kill = proxy.at(proxy::isCommit, at, running::kill, Then.DROP)) {
                    fire.change();
                    kill.await(Fire.PATIENCE);
                }
                fire.rig().loseLocalState();
                one = fire.spawn(together);
                fire.awaitChanges(round);
            }
            return fire.outcome("2 kill -9 of everything, local state lost");
        } finally {
            TemporaryFolder.delete(data);
        }
    }

    @Override
    public String toString() {
        return "12 everything in one JVM";
    }
}
