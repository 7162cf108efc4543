package io.armwatch.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What armwatch logs at INFO and above in this JVM, from the moment this is made. */
final class CapturedLogs implements AutoCloseable {
    private static final String ARMWATCH = "io.armwatch";

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Lines lines = new Lines();

    CapturedLogs() {
        Configuration configuration = context.getConfiguration();
        LoggerConfig armwatch = configuration.getLoggerConfig(ARMWATCH);
        if (!armwatch.getName().equals(ARMWATCH)) {
            armwatch = new LoggerConfig(ARMWATCH, Level.INFO, true);
            configuration.addLogger(ARMWATCH, armwatch);
        }
        lines.start();
        armwatch.addAppender(lines, Level.INFO, null);
        context.updateLoggers();
    }

    /** The lines that hold all of these parts, as {@code WARN message}. */
    List<String> lines(String... parts) {
        return lines.written.stream()
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .toList();
    }

    @Override
    public void close() {
        context.getConfiguration().getLoggerConfig(ARMWATCH).removeAppender(lines.getName());
        lines.stop();
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> written = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines-" + System.nanoTime(), null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            String line = event.getLevel() + " " + event.getMessage().getFormattedMessage();
            written.add(line);
            System.out.println(event.getInstant().getEpochMillisecond() + " " + line);
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(System.out);
            }
        }
    }
}
