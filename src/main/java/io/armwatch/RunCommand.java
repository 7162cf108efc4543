package io.armwatch;

import io.armwatch.config.ConfigurationException;
import io.armwatch.judge.KafkaTopics.UnusableTopicException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code armwatch run}: polls until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Polls on schedule until it is told to stop. This is what armwatch does without a command.",
        footer = {"", "Exit codes: 0 stopped, 1 a topic cannot be used, 2 something is wrong with the settings."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try {
            Service service = Service.of(options.read(), options.folders(), Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "armwatch-stop"));
            service.start();
            new CountDownLatch(1).await();
            return 0;
        } catch (ConfigurationException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return SettingsOptions.INVALID;
        } catch (UnusableTopicException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } catch (InterruptedException stopped) {
            return 0;
        }
    }
}
