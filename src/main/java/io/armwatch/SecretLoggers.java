package io.armwatch;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The loggers of libraries that write whole requests or answers at some level: keys and tokens among them. They are off whatever
 * the user's logging configuration says.
 */
final class SecretLoggers {
    private static final List<String> NAMES =
            List.of("org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers");

    private SecretLoggers() {}

    /** Turns them off, now and whenever the configuration is read again. */
    static void silence() {
        off();
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            context.addPropertyChangeListener(event -> {
                if (event.getPropertyName().equals(LoggerContext.PROPERTY_CONFIG)
                        && event.getNewValue() instanceof Configuration) {
                    off();
                }
            });
        }
    }

    private static void off() {
        NAMES.forEach(name -> Configurator.setAllLevels(name, Level.OFF));
    }
}
