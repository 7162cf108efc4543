package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.armwatch.service.Service;
import io.armwatch.service.Version;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch run}: polls until it is stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Polls on schedule until it is stopped. This is what armwatch does without a command.",
        footer = {
            "",
            "Exit codes: 0 stopped; 1 could not start, but a restart may help: a topic cannot be used, the port is taken, another installation conflicts, "
                    + "another process has the folder of the embedded broker; or that broker failed; 2 invalid settings (for example a password that Kafka refuses) or routes."
        })
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--schedule",
            paramLabel = "CRON",
            description = "Scan every source on this Quartz cron schedule, for example '0/2 * * * * ?', instead of its "
                    + "own.")
    private @Nullable String schedule;

    @Option(
            names = "--dry-run",
            description =
                    "Poll on schedule and print the events that would be published, until stopped, but publish and store "
                            + "nothing. It only reads the known states from Kafka, and works without Kafka, too. It can run beside an "
                            + "armwatch that polls the same.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<String, String> overrides = schedule == null ? Map.of() : WatchedSources.schedules(schedule);
        Settings read = options.read(overrides);
        if (dryRun) {
            rehearse(read, overrides);
            return 0;
        }
        KafkaAccess kafka = KafkaAccess.own(read.kafka(), SettingsOptions::endFailed);
        Settings settings = read.with(kafka.kafka());
        Service service = Service.of(settings, options.folders(), new Service.Extra(overrides, false));
        Shutdown.onSignal(() -> stop(service, kafka));
        LOG.info(
                "armwatch {} starts with the settings in {}; it polls as soon as Kafka at {} can be reached and the known states are restored",
                Version.text(),
                options.config(),
                settings.kafka().brokers());
        service.start();
        Shutdown.await();
        return 0;
    }

    private void rehearse(Settings settings, Map<String, String> overrides) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        DryRun dry = DryRun.of(settings, options.folders(), overrides, out);
        Shutdown.onSignal(dry::close);
        dry.service().start();
        EventFollower follower = dry.follower();
        follower.follow(EventFilter.CHANGES.before(EventPrinter.lines(out, follower::stop)));
    }

    private static void stop(Service service, KafkaAccess kafka) {
        if (Shutdown.isEnding()) { // it could not start or go on, and has already reported why
            service.close();
            kafka.close();
            return;
        }
        int held = service.heldCount();
        String handedOver = " and hands over " + held + (held == 1 ? " Azure subscription" : " Azure subscriptions");
        LOG.info("armwatch is stopping{}", held == 0 ? "" : handedOver);
        service.close();
        kafka.close();
        LOG.info("armwatch has stopped");
    }
}
