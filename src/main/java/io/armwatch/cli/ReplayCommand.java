package io.armwatch.cli;

import io.armwatch.config.ConfigurationException;
import io.armwatch.config.Settings;
import io.armwatch.detection.Replay;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.kafka.embedded.KafkaAccess;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch replay}: writes the known states as events to a topic of a consumer's choice. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Writes every known state as resource.discovered to a topic that you name, for a consumer that starts over. It reads "
                    + "the topic of known states, does not call Azure, and can run beside armwatch run.",
            "Keys, envelope and content mode are those of the event topics. All events are in one transaction. A repeated replay has the "
                    + "same event ids for states that have not changed; no other event has them."
        },
        footer = {
            "",
            "Exit codes: 0 written, 1 Kafka cannot be reached or a topic cannot be used,",
            "2 invalid settings or options."
        })
public final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            required = true,
            description =
                    "The topic to write to. It is created, with the partitions of the event topics, if it does not exist.")
    private String topic = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigurationException, UnusableTopicException {
        Settings.Kafka kafka = options.readWithoutScopes().kafka();
        try (KafkaAccess access = SettingsOptions.open(kafka, "replay")) {
            return write(access.kafka());
        }
    }

    private int write(Settings.Kafka kafka) throws ConfigurationException, UnusableTopicException {
        Replay replay = replay(kafka);
        try {
            print(replay.run(), Topic.KNOWN_STATES.name(kafka.topicsPrefix()));
            return 0;
        } catch (KafkaException e) {
            if (e instanceof RetriableException) {
                throw new KafkaException(KafkaProblem.text(e, kafka), e);
            }
            throw KafkaProblem.explained(e, kafka);
        }
    }

    private Replay replay(Settings.Kafka kafka) throws ConfigurationException {
        try {
            return new Replay(kafka, topic);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of("--topic: '" + topic + "' " + e.getMessage()));
        }
    }

    private void print(Replay.Result result, String states) {
        PrintWriter out = spec.commandLine().getOut();
        result.createdWith()
                .ifPresent(partitions -> out.printf("Created topic %s with %d partitions.%n", topic, partitions));
        if (result.foreign() > 0) {
            out.printf("Left out %d records of %s that armwatch did not write.%n", result.foreign(), states);
        }
        out.printf("Wrote %d known states as resource.discovered to %s.%n", result.written(), topic);
        out.flush();
    }
}
