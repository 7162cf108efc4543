package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.armwatch.service.Service;
import io.armwatch.service.Service.Extra;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch once}: scans everything once. */
@Command(
        name = "once",
        mixinStandardHelpOptions = true,
        description = {
            "Scans everything once, publishes what changed since the last scan, and ends.",
            "Do not run it while another armwatch with the same armwatch.application-id runs: they would share the work."
        },
        footer = {
            "",
            "Exit codes: 0 everything was polled, 1 something could not be polled or a topic cannot be used,",
            "2 invalid settings."
        })
public final class OnceCommand implements Callable<Integer> {
    /** No schedules, no outlets, and no management port, which another armwatch may use. */
    private static final Map<String, String> WITHOUT_SCHEDULES = Map.of(
            "camel.main.auto-startup-exclude-pattern", "poll-*",
            "camel.main.routes-exclude-pattern", "**/outlets/*",
            "camel.management.enabled", "false");

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--dry-run",
            description = "Print the events that would be published, but publish and store nothing. It only reads the "
                    + "known states from Kafka, and works without Kafka, too.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        return dryRun ? rehearse(settings) : scan(settings);
    }

    private int scan(Settings settings) throws Exception {
        try (KafkaAccess kafka = KafkaAccess.start(settings.kafka(), "once", SettingsOptions::endFailed)) {
            return scan(settings.with(kafka.kafka()), kafka);
        }
    }

    private int scan(Settings settings, KafkaAccess kafka) throws Exception {
        try (Service service = Service.of(settings, options.folders(), new Extra(WITHOUT_SCHEDULES, false))) {
            Shutdown.onSignal(() -> stop(service, kafka));
            service.scanOnce();
            return report(settings, service);
        }
    }

    private static void stop(Service service, KafkaAccess kafka) {
        service.close();
        kafka.close();
    }

    private int rehearse(Settings settings) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (DryRun dry = DryRun.of(settings, options.folders(), WITHOUT_SCHEDULES, out)) {
            Shutdown.onSignal(dry::close);
            dry.service().scanOnce();
            try (EventFollower follower = dry.follower()) {
                follower.readToEnd(EventFilter.CHANGES.before(EventPrinter.lines(out, follower::stop)));
            }
            return report(settings, dry.service());
        }
    }

    private int report(Settings settings, Service service) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(service.tally().text());
        if (service.tally().isSomeElsewhere()) {
            out.println(UnheldSubscriptions.sentence(settings.kafka(), service.notHeld()));
        }
        service.unreadLists().forEach(sentence -> out.println(sentence + "."));
        out.flush();
        return service.tally().allSeen() && service.unreadLists().isEmpty() ? 0 : 1;
    }
}
