package io.armwatch;

import io.armwatch.Service.Folders;
import io.armwatch.config.ConfigurationException;
import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every command with settings has. */
final class SettingsOptions {
    /** Settings or scopes that cannot be used, as wrong options are. */
    static final int INVALID = 2;

    @Option(
            names = "--config",
            paramLabel = "FOLDER",
            defaultValue = "${armwatch.home:-.}/config",
            description = "Holds application.properties and watch.yaml (${DEFAULT-VALUE}).")
    private Path config = Path.of("config");

    @Option(
            names = "--routes",
            paramLabel = "FOLDER",
            defaultValue = "${armwatch.home:-.}/routes",
            description = "Holds the routes (${DEFAULT-VALUE}).")
    private Path routes = Path.of("routes");

    Settings read() throws ConfigurationException {
        return SettingsReader.read(config.normalize(), Map.of());
    }

    Folders folders() {
        return new Folders(config.normalize(), routes.normalize());
    }
}
