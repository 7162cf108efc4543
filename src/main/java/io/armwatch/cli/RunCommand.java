package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.service.Service;
import io.armwatch.service.Version;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armwatch run}: polls until it is stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Polls on schedule until it is stopped. This is what armwatch does without a command.",
        footer = {
            "",
            "Exit codes: 0 stopped; 1 could not start, but a restart may help: a topic cannot be used, the port is taken, another installation conflicts; 2 invalid "
                    + "settings (for example a password that Kafka refuses) or routes."
        })
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--schedule",
            paramLabel = "CRON",
            description = "Scan every source by this Quartz cron, for example '0/2 * * * * ?', instead of each by its "
                    + "own setting.")
    private @Nullable String schedule;

    @Override
    public Integer call() throws Exception {
        Map<String, String> overrides = schedule == null ? Map.of() : WatchedSources.schedules(schedule);
        Settings settings = options.read(overrides);
        Service service = Service.of(settings, options.folders(), new Service.Extra(overrides, false));
        Shutdown.onSignal(() -> stop(service));
        LOG.info(
                "armwatch {} starts with the settings in {}; it polls as soon as Kafka at {} can be reached and the known states are restored",
                Version.text(),
                options.config(),
                settings.kafka().brokers());
        service.start();
        Shutdown.await();
        return 0;
    }

    private static void stop(Service service) {
        if (Shutdown.isEnding()) {
            service.close(); // it could not start, and has already reported why
            return;
        }
        LOG.info("armwatch is stopping");
        service.close();
        LOG.info("armwatch has stopped");
    }
}
