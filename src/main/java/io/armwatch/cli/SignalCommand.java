package io.armwatch.cli;

import static java.util.Objects.requireNonNull;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaFutures;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.armwatch.signal.InvalidSignalException;
import io.armwatch.signal.Signal;
import io.armwatch.signal.SignalReader;
import io.armwatch.signal.SignalWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that write a signal have in common: {@code poll}, {@code scan}, {@code pause}, {@code resume}. */
@Command(
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It writes to Kafka, and needs armwatch.signals=true in the settings of all processes.",
            "Exit codes: 0 written, 1 Kafka or the topic cannot be used, 2 invalid settings or options."
        })
abstract class SignalCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The value of the signal, as the user wrote it; its kind is the name of the command. */
    abstract String value();

    /** What happens next, as the end of a sentence. */
    abstract String effect();

    @Override
    public Integer call() throws Exception {
        Signal signal = signal();
        Settings.Kafka kafka = options.readWithoutScopes().kafka();
        if (!kafka.signals()) {
            spec.commandLine()
                    .getErr()
                    .println("armwatch.signals is false in " + options.config()
                            + ", so armwatch does not act on signals; set it to true and restart armwatch");
            return SettingsOptions.INVALID;
        }
        try (KafkaAccess access = SettingsOptions.open(kafka, spec.name())) {
            return write(signal, access.kafka());
        } catch (KafkaException e) {
            if (KafkaProblem.ofSettings(e, kafka).isPresent()) {
                throw KafkaProblem.explained(e, kafka);
            }
            spec.commandLine().getErr().println(KafkaProblem.text(e, kafka));
            return 1;
        }
    }

    private Signal signal() {
        try {
            return SignalReader.of(spec.name(), value());
        } catch (InvalidSignalException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private int write(Signal signal, Settings.Kafka kafka) {
        String topic = Topic.SIGNALS.name(kafka.topicsPrefix());
        String pauses = Topic.PAUSED_SOURCES.name(kafka.topicsPrefix());
        boolean pausing = signal instanceof Signal.Pause || signal instanceof Signal.Resume;
        try (SignalWriter writer = new SignalWriter(kafka)) {
            Optional<String> missing = missing(kafka, pausing ? List.of(topic, pauses) : List.of(topic));
            if (missing.isPresent()) {
                spec.commandLine()
                        .getErr()
                        .println("Kafka at " + kafka.brokers() + " does not have the topic " + missing.get()
                                + " yet; armwatch run creates it with armwatch.signals=true");
                return 1;
            }
            writer.write(signal);
            spec.commandLine().getOut().println("Wrote the signal to " + topic + ": " + effect());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (AuthorizationException denied) {
            spec.commandLine().getErr().println(KafkaTopics.writeDeniedText(topic));
            return 1;
        }
    }

    /** The first of these topics that is missing. Kafka may create one that someone writes to, with other settings than armwatch would. */
    private static Optional<String> missing(Settings.Kafka kafka, List<String> topics) {
        try (Admin admin = KafkaClients.admin(kafka)) {
            var found = admin.describeTopics(topics).topicNameValues();
            for (String topic : topics) {
                try {
                    var unused = KafkaFutures.get(requireNonNull(found.get(topic)));
                } catch (UnknownTopicOrPartitionException e) {
                    return Optional.of(topic);
                }
            }
            return Optional.empty();
        }
    }
}
