package io.armwatch;

import io.armwatch.cli.CheckCommand;
import io.armwatch.cli.CompletionCommand;
import io.armwatch.cli.DemoCommand;
import io.armwatch.cli.EventsCommand;
import io.armwatch.cli.OnceCommand;
import io.armwatch.cli.PauseCommand;
import io.armwatch.cli.PollCommand;
import io.armwatch.cli.ReplayCommand;
import io.armwatch.cli.ResumeCommand;
import io.armwatch.cli.RoleCommand;
import io.armwatch.cli.RunCommand;
import io.armwatch.cli.ScanCommand;
import io.armwatch.cli.SchemasCommand;
import io.armwatch.cli.SettingsOptions;
import io.armwatch.cli.ShowCommand;
import io.armwatch.cli.Shutdown;
import io.armwatch.cli.SimulateCommand;
import io.armwatch.cli.StatusCommand;
import io.armwatch.config.ConfigurationException;
import io.armwatch.config.Secrets;
import io.armwatch.kafka.KafkaProblem.WrongClientSettingsException;
import io.armwatch.service.SecretLoggers;
import io.armwatch.service.Service;
import io.armwatch.service.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class: the command line of armwatch. */
@Command(
        name = "armwatch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Watches Azure's management plane and publishes what changed to Kafka.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            RoleCommand.class,
            OnceCommand.class,
            EventsCommand.class,
            ShowCommand.class,
            StatusCommand.class,
            PollCommand.class,
            ScanCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            ReplayCommand.class,
            SchemasCommand.class,
            SimulateCommand.class,
            CompletionCommand.class
        },
        footer = {"", "Without a command: run."})
public final class Armwatch {
    private static final List<String> OWN = List.of("-h", "--help", "-V", "--version");

    private Armwatch() {}

    public static void main(String[] args) {
        configureLogging();
        SecretLoggers.silence();
        disableFileCache();
        Shutdown.exit(commandLine().execute(withCommand(args)));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Armwatch())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    }

    /** Prints a failure in one line, problems with the settings one line each; never a stack trace. */
    private static int explain(Exception failure, CommandLine command) {
        if (failure instanceof ConfigurationException wrong) {
            wrong.problems().forEach(problem -> command.getErr().println(Secrets.mask(problem)));
            return SettingsOptions.INVALID;
        }
        if (failure instanceof InterruptedException) {
            return 0; // stopped
        }
        command.getErr().println(command.getCommandName() + ": " + Secrets.mask(String.valueOf(failure.getMessage())));
        boolean settings =
                failure instanceof Service.RoutesException || failure instanceof WrongClientSettingsException;
        return settings ? SettingsOptions.INVALID : 1;
    }

    private static String[] withCommand(String[] args) {
        boolean runs = args.length == 0 || (args[0].startsWith("-") && !OWN.contains(args[0]));
        return runs ? Stream.concat(Stream.of("run"), Arrays.stream(args)).toArray(String[]::new) : args;
    }

    /** Vert.x serves no files here. Without its file cache, armwatch needs no writable temporary folder. */
    private static void disableFileCache() {
        System.setProperty("vertx.disableFileCPResolving", "true");
        System.setProperty("vertx.disableFileCaching", "true");
    }

    /**
     * Uses config/log4j2.properties unless the user named another file, and the jar's copy where that folder has none. Must run before
     * anything logs.
     */
    private static void configureLogging() {
        if (System.getProperty("log4j2.configurationFile") != null) {
            return;
        }
        Path file = Path.of(System.getProperty("armwatch.home", "."), "config", "log4j2.properties");
        if (Files.isRegularFile(file)) {
            System.setProperty("log4j2.configurationFile", file.toUri().toString());
        } else if (Armwatch.class.getResource("log4j2.properties") != null) {
            System.setProperty("log4j2.configurationFile", "classpath:io/armwatch/log4j2.properties");
        }
    }
}
