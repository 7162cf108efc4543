package io.armwatch.cli;

import static java.util.stream.Collectors.joining;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.config.Settings;
import io.armwatch.detection.StoredStates;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.embedded.KafkaAccess;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code armwatch show}: what armwatch knows about a resource. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what armwatch knows about a resource: known state, last poll, last change, next poll, outage and open incidents.",
            "It reads Kafka only: the changelog of the known states and the event topics. Keys are shown as fingerprints."
        },
        footer = {
            "",
            "Exit codes: 0 shown, 1 unknown resource or Kafka cannot be reached,",
            "2 invalid settings or options."
        })
public final class ShowCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Parameters(
            paramLabel = "ID",
            converter = EventOptions.Id.class,
            description = "The ARM id of the resource, in any casing.")
    @SuppressWarnings("NullAway.Init")
    private ArmId id;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text; json: one object in a line for each polled part of the resource; yaml: one document for "
                            + "each (${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.text;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        try (KafkaAccess kafka = SettingsOptions.open(settings.kafka(), "show")) {
            return show(settings.with(kafka.kafka()));
        }
    }

    private int show(Settings settings) {
        ResourceReports reports = new ResourceReports(settings, id, Clock.systemUTC());
        List<ResourceReport> found;
        try {
            Map<String, KnownState> states = StoredStates.read(settings.kafka(), id);
            found = reports.of(states);
        } catch (KafkaException e) {
            if (KafkaProblem.ofSettings(e, settings.kafka()).isPresent()) {
                throw KafkaProblem.explained(e, settings.kafka());
            }
            spec.commandLine().getErr().println(KafkaProblem.text(e, settings.kafka()));
            return 1;
        }
        if (found.isEmpty()) {
            spec.commandLine().getErr().println(reports.unknownText());
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        String separator = System.lineSeparator() + (output == OutputFormat.text ? System.lineSeparator() : "");
        out.println(found.stream()
                .map(report -> output == OutputFormat.text ? report.text() : output.document(report.json()))
                .collect(joining(separator)));
        out.flush();
        return 0;
    }
}
