package io.armwatch.cli;

import io.armwatch.config.ConfigurationException;
import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import io.armwatch.service.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every command with settings has. */
public final class SettingsOptions {
    /** The exit code for settings or scopes that cannot be used, as for wrong options. */
    public static final int INVALID = 2;

    @Option(
            names = "--config",
            paramLabel = "FOLDER",
            defaultValue = "${sys:armwatch.home:-.}/config",
            description = "Folder of application.properties and watch.yaml (${DEFAULT-VALUE}).")
    private Path config = Path.of("config");

    @Option(
            names = "--routes",
            paramLabel = "FOLDER",
            defaultValue = "${sys:armwatch.home:-.}/routes",
            description = "Folder of the routes (${DEFAULT-VALUE}).")
    private Path routes = Path.of("routes");

    Settings read() throws ConfigurationException {
        requireFolder("--config", config);
        requireFolder("--routes", routes);
        return SettingsReader.read(config.normalize(), Map.of());
    }

    /** For a command that asks Azure nothing. */
    Settings readWithoutScopes() throws ConfigurationException {
        requireFolder("--config", config);
        return SettingsReader.readWithoutScopes(config.normalize());
    }

    private static void requireFolder(String option, Path folder) throws ConfigurationException {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(List.of(
                    option + ": there is no folder " + folder.normalize() + "; name the folder that holds yours"));
        }
    }

    Folders folders() {
        return new Folders(config.normalize(), routes.normalize());
    }

    Path config() {
        return config.normalize();
    }
}
