package io.armwatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/**
 * The placeholder {@code {{file:PATH}}}: the content of a text file, without white space at its end. For secrets that the platform
 * mounts as files: Kubernetes, Docker, systemd. What it reads counts as a secret, whatever the key, and is masked in logs and output.
 * Camel finds this class by the file {@code META-INF/services/org/apache/camel/properties-function/file}.
 *
 * @see <a href="https://camel.apache.org/manual/using-propertyplaceholder.html">Camel: property placeholder functions</a>
 */
public final class FilePlaceholder implements PropertiesFunction {
    static final String NAME = "file";

    @Override
    public String getName() {
        return NAME;
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read; the message names the file
     */
    @Override
    public String apply(String path) {
        try {
            String content = Files.readString(Path.of(path)).stripTrailing();
            Secrets.add(content);
            return content;
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("the file " + path + " cannot be read ("
                    + e.getClass().getSimpleName() + "); it must exist and be readable for armwatch's user");
        }
    }
}
