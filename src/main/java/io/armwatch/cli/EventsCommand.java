package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.event.EventLine;
import io.armwatch.event.EventType;
import io.armwatch.kafka.KafkaProblem;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch events}: follows the event topics. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Follows the event topics and prints each event as it is committed, until it is stopped.",
        footer = {"", "Exit codes: 0 stopped, 1 Kafka cannot be reached or has no topics yet,", "2 invalid settings."})
public final class EventsCommand implements Callable<Integer> {
    private static final JsonFormat JSON = new JsonFormat();

    /** How an event is printed. */
    enum Format {
        line,
        json
    }

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--from-beginning", description = "Also print the events that are already in the topics.")
    private boolean fromBeginning;

    @Option(names = "--all", description = "Also print scan.completed, the event at the end of every scan.")
    private boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "line",
            description = "line or json; one event per line (${DEFAULT-VALUE}).")
    private Format output = Format.line;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Optional<EventFollower> follower =
                createFollower(options.readWithoutScopes().kafka());
        if (follower.isEmpty()) {
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        Shutdown.onSignal(() -> {});
        follower.get().follow(event -> {
            if (all || !isScanCompleted(event)) {
                out.println(text(event));
                // Also flushes. The reader of the output may have closed it, as `head` does.
                if (Shutdown.isClosed(out)) {
                    follower.get().stop();
                }
            }
        });
        return 0;
    }

    /** Whether it is a scan.completed, which follows every scan and reports no change. */
    static boolean isScanCompleted(CloudEvent event) {
        return EventType.named(event.getType())
                .filter(type -> type == EventType.SCAN_COMPLETED)
                .isPresent();
    }

    private Optional<EventFollower> createFollower(Settings.Kafka kafka) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Optional<EventFollower> follower = EventFollower.of(kafka, fromBeginning);
            if (follower.isEmpty()) {
                err.printf(
                        "Kafka at %s does not have the topics %s.* yet; armwatch run creates them%n",
                        kafka.brokers(), kafka.topicsPrefix());
            }
            return follower;
        } catch (KafkaException e) {
            if (KafkaProblem.ofSettings(e, kafka).isPresent()) {
                throw KafkaProblem.explained(e, kafka);
            }
            err.println(KafkaProblem.text(e, kafka));
            return Optional.empty();
        }
    }

    private String text(CloudEvent event) {
        return output == Format.json ? new String(JSON.serialize(event), StandardCharsets.UTF_8) : EventLine.of(event);
    }
}
