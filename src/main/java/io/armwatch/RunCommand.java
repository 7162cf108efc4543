package io.armwatch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code armwatch run}: polls until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Polls on schedule until it is told to stop. This is what armwatch does without a command.",
        footer = {"", "Exit codes: 0 stopped, 1 a topic cannot be used, 2 something is wrong with the settings."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        Service service = Service.of(options.read(), options.folders(), Service.Extra.NONE);
        Stopping.onSignal(service::close);
        service.start();
        Stopping.await();
        return 0;
    }
}
