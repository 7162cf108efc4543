package io.armwatch.service;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The loggers of libraries that write whole requests, answers or settings at some level: keys, tokens and passwords among them. They
 * are kept quiet whatever the user's logging configuration says. {@link MaskedLogEvents} is the second fence: it knows the values
 * that this process was given, but not those that ARM answers.
 */
public final class SecretLoggers {
    private static final List<String> NAMES =
            List.of("org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers");
    /** These write settings with their values at DEBUG and below, and warnings worth reading above. */
    private static final List<String> NO_FINER_THAN_INFO = List.of(
            "org.apache.camel.main",
            "org.apache.camel.component.properties",
            "org.apache.camel.impl.engine.DefaultCamelContextExtension",
            "org.apache.camel.support.PropertyBindingSupport");

    private SecretLoggers() {}

    /** Turns them off, now and whenever the configuration is read again. */
    public static void silence() {
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
        NO_FINER_THAN_INFO.stream()
                .filter(name -> LogManager.getLogger(name).isDebugEnabled())
                .forEach(name -> Configurator.setAllLevels(name, Level.INFO));
    }
}
