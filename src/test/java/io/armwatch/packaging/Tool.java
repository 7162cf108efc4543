package io.armwatch.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of this machine that tests use where it is installed. */
record Tool(int status, String output) {
    /** Runs a command to its end; its output includes its errors. */
    static Tool run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Tool(process.waitFor(), output);
    }

    static Tool run(String... command) throws IOException, InterruptedException {
        return run(Path.of("."), Map.of(), List.of(command));
    }

    /** Whether a command can be run and succeeds. */
    static boolean works(String... command) throws InterruptedException {
        try {
            return run(command).status() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
