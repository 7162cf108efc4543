package io.armwatch;

import io.armwatch.simulator.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of armwatch. */
@Command(
        name = "armwatch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Watches Azure's management plane and tells Kafka what changed.",
        subcommands = {RunCommand.class, SimulateCommand.class})
public final class Armwatch {
    private Armwatch() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Armwatch()).execute(args));
    }
}
