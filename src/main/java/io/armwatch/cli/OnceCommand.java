package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.service.Service;
import io.armwatch.service.Service.Extra;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    /** No schedules, and no management port, which another armwatch may use. */
    private static final Extra WITHOUT_SCHEDULES = new Extra(
            Map.of("camel.main.auto-startup-exclude-pattern", "poll-*", "camel.management.enabled", "false"), false);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        try (Service service = Service.of(settings, options.folders(), WITHOUT_SCHEDULES)) {
            Shutdown.onSignal(service::close);
            service.scanOnce();
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
}
