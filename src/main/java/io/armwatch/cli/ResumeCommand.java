package io.armwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code armwatch resume}: polls a paused source again. */
@Command(name = "resume", description = "Polls a paused source again, and scans it now.")
public final class ResumeCommand extends SignalCommand {
    @Parameters(paramLabel = "SOURCE", description = "The name of a source, such as maps-keys.")
    private String value = "";

    @Override
    String value() {
        return value;
    }

    @Override
    String effect() {
        return value + " is scanned now, and on schedule again";
    }
}
