package io.armwatch.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with settings, and how they are read without regard to the environment of the test. */
final class SettingsFolder {
    static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";

    /** Any override keeps the environment out. */
    private static final Map<String, String> NO_ENVIRONMENT = Map.of("armwatch.application-id", "armwatch");

    private final Path path;

    SettingsFolder(Path path) throws IOException {
        this.path = path;
        watch("watch:", "  - " + SUBSCRIPTION);
    }

    Path path() {
        return path;
    }

    SettingsFolder settings(String... lines) throws IOException {
        Files.write(path.resolve("application.properties"), List.of(lines));
        return this;
    }

    SettingsFolder watch(String... lines) throws IOException {
        Files.write(path.resolve("watch.yaml"), List.of(lines));
        return this;
    }

    Settings read() throws ConfigurationException {
        return SettingsReader.read(path, NO_ENVIRONMENT);
    }

    Settings read(Map<String, String> overrides) throws ConfigurationException {
        return SettingsReader.read(path, overrides);
    }

    /** What is wrong, with files named without the folder. */
    List<String> problems() {
        return problems(NO_ENVIRONMENT);
    }

    List<String> problems(Map<String, String> overrides) {
        ConfigurationException refusal =
                catchThrowableOfType(ConfigurationException.class, () -> SettingsReader.read(path, overrides));
        if (refusal == null) {
            return List.of();
        }
        return refusal.problems().stream()
                .map(problem -> problem.replace(path + "/", ""))
                .toList();
    }

    static String[] scopes(String... scopes) {
        return Stream.concat(Stream.of("watch:"), Arrays.stream(scopes).map(scope -> "  - " + scope))
                .toArray(String[]::new);
    }
}
