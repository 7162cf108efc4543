package io.armwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code armwatch poll}: polls a resource now. */
@Command(
        name = "poll",
        description = "Polls a resource now, by every source that watches it, without waiting for backoff.")
public final class PollCommand extends SignalCommand {
    @Parameters(paramLabel = "ID", description = "The ARM id of the resource, in any casing.")
    private String value = "";

    @Override
    String value() {
        return value;
    }

    @Override
    String effect() {
        return "the process that holds the Azure subscription polls the resource now";
    }
}
