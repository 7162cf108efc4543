package io.armwatch.cli;

import io.armwatch.azure.ArmId;
import io.armwatch.cli.EventFollower.Beginning;
import io.armwatch.cli.EventFollower.Now;
import io.armwatch.cli.EventFollower.Since;
import io.armwatch.config.Settings;
import io.armwatch.event.EventLine;
import io.armwatch.event.EventType;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.cloudevents.CloudEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code armwatch events}: prints what is in the event topics, and follows them. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "Prints each event as it is published, until you stop it or close its output.",
            "It reads committed records only, joins no consumer group and leaves nothing in Kafka."
        },
        footer = {
            "",
            "Exit codes: 0 stopped or ended, 1 Kafka cannot be reached or has no topics yet,",
            "2 invalid settings or options."
        })
public final class EventsCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            converter = EventOptions.Type.class,
            description = "Only events of this type, for example key.rotated. Can be repeated.")
    private List<EventType> types = new ArrayList<>();

    @Option(
            names = "--resource",
            paramLabel = "ID",
            converter = EventOptions.Id.class,
            description = "Only events about this ARM id and what is below it, in any casing.")
    private @Nullable ArmId resource;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = EventOptions.Since.class,
            description =
                    "Begin with the events published since then: a time such as 2026-11-27T08:00:00Z, or a duration "
                            + "such as 30m, 1h or 7d.")
    private @Nullable Instant since;

    @Option(names = "--from-beginning", description = "Begin with the oldest event that Kafka still has.")
    private boolean fromBeginning;

    @Option(
            names = "--until-end",
            description =
                    "End when the events that are in Kafka now are printed. Without --since, begin with the oldest.")
    private boolean untilEnd;

    @Option(
            names = "--all",
            description =
                    "Also print scan.completed, the event at the end of every scan. --type scan.completed prints it, too.")
    private boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text: a line for each event; json: a CloudEvent in each line; yaml: a CloudEvent in each "
                    + "document (${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.text;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (fromBeginning && since != null) {
            throw new ParameterException(
                    spec.commandLine(), "--since and --from-beginning exclude each other; leave one of them out");
        }
        Settings.Kafka settings = options.readWithoutScopes().kafka();
        try (KafkaAccess kafka = access(settings)) {
            return print(kafka);
        }
    }

    /** Without another armwatch nothing is published, so there is nothing to wait for. */
    private KafkaAccess access(Settings.Kafka settings) {
        return untilEnd ? KafkaAccess.use(settings, "events", SettingsOptions::endFailed) : KafkaAccess.find(settings);
    }

    private int print(KafkaAccess kafka) {
        Optional<EventFollower> found = createFollower(kafka.kafka());
        if (found.isEmpty()) {
            return 1;
        }
        EventFollower follower = found.get();
        Shutdown.onSignal(kafka::close);
        EventFilter filter = new EventFilter(Set.copyOf(types), Optional.ofNullable(resource), all);
        EventPrinter printer = new EventPrinter(
                spec.commandLine().getOut(), output, EventLine::dated, Terminal.current(), follower::stop);
        Consumer<CloudEvent> reader = filter.before(printer);
        if (untilEnd) {
            follower.readToEnd(reader);
        } else {
            follower.follow(reader);
        }
        return 0;
    }

    private EventFollower.Start start() {
        if (since != null) {
            return new Since(since);
        }
        return fromBeginning || untilEnd ? new Beginning() : new Now();
    }

    private Optional<EventFollower> createFollower(Settings.Kafka kafka) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Optional<EventFollower> follower = EventFollower.of(kafka, start());
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
}
