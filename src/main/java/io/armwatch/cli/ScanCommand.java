package io.armwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code armwatch scan}: scans a source or scope now. */
@Command(name = "scan", description = "Scans a source or scope now, without waiting for backoff.")
public final class ScanCommand extends SignalCommand {
    @Parameters(
            paramLabel = "SOURCE|SCOPE",
            description = "The name of a source, such as maps-keys, or a scope as in watch.yaml.")
    private String value = "";

    @Override
    String value() {
        return value;
    }

    @Override
    String effect() {
        return "each process scans what it holds of " + value + " now";
    }
}
