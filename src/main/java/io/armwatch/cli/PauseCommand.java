package io.armwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code armwatch pause}: polls nothing of a source until it is resumed. */
@Command(name = "pause", description = "Polls nothing of a source until it is resumed, also after restarts.")
public final class PauseCommand extends SignalCommand {
    @Parameters(paramLabel = "SOURCE", description = "The name of a source, such as maps-keys.")
    private String value = "";

    @Override
    String value() {
        return value;
    }

    @Override
    String effect() {
        return "no process polls " + value + " until armwatch resume " + value;
    }
}
