package io.armwatch.cli;

import io.armwatch.config.ConfigurationException;
import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.armwatch.service.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options shared by all commands that read settings. */
public final class SettingsOptions {
    /** The exit code for invalid settings or scopes, and for invalid options. */
    public static final int INVALID = 2;

    @Option(
            names = "--config",
            paramLabel = "FOLDER",
            defaultValue = "${sys:armwatch.home:-.}/config",
            description = "Folder that holds application.properties and watch.yaml (${DEFAULT-VALUE}).")
    private Path config = Path.of("config");

    @Option(
            names = "--routes",
            paramLabel = "FOLDER",
            defaultValue = "${sys:armwatch.home:-.}/routes",
            description = "Folder that holds the route files (${DEFAULT-VALUE}).")
    private Path routes = Path.of("routes");

    Settings read() throws ConfigurationException {
        return read(Map.of());
    }

    /** Reads the settings; the overrides take precedence, also over the environment. */
    Settings read(Map<String, String> overrides) throws ConfigurationException {
        requireFolder("--config", config);
        requireFolder("--routes", routes);
        return SettingsReader.readWithEnvironment(config.normalize(), overrides);
    }

    /** For commands that do not call Azure. */
    Settings readWithoutScopes() throws ConfigurationException {
        requireFolder("--config", config);
        return SettingsReader.readWithoutScopes(config.normalize());
    }

    private static void requireFolder(String option, Path folder) throws ConfigurationException {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(List.of(
                    option + ": there is no folder " + folder.normalize() + "; give the folder that holds your files"));
        }
    }

    /** Kafka for a command that ends: its embedded broker runs in another process, or in this one for as long as it is open. */
    static KafkaAccess open(Settings.Kafka kafka, String command) {
        KafkaAccess access = KafkaAccess.use(kafka, command, SettingsOptions::endFailed);
        if (access.isOwner()) {
            Shutdown.onSignal(access::close);
        }
        return access;
    }

    /** Ends the process after its embedded broker has failed, which the log says. */
    static void endFailed() {
        Shutdown.exit(1);
    }

    Folders folders() {
        return new Folders(config.normalize(), routes.normalize());
    }

    Path config() {
        return config.normalize();
    }
}
