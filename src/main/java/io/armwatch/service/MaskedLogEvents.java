package io.armwatch.service;

import io.armwatch.config.Secrets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.DefaultLogEventFactory;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.core.impl.ReusableLogEventFactory;
import org.apache.logging.log4j.core.util.Constants;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;

/**
 * Masks the {@link Secrets} of this process in every log event, of libraries too: in its message and in its exception. So it
 * holds at every level, for every appender and in every format. {@code log4j2.component.properties} names this class.
 */
public final class MaskedLogEvents implements LogEventFactory {
    private final LogEventFactory events =
            Constants.ENABLE_THREADLOCALS ? new ReusableLogEventFactory() : new DefaultLogEventFactory();

    @Override
    public LogEvent createEvent(
            String logger,
            Marker marker,
            String caller,
            Level level,
            Message message,
            List<Property> properties,
            Throwable thrown) {
        return events.createEvent(logger, marker, caller, level, masked(message), properties, masked(thrown));
    }

    @Override
    public LogEvent createEvent(
            String logger,
            Marker marker,
            String caller,
            StackTraceElement location,
            Level level,
            Message message,
            List<Property> properties,
            Throwable thrown) {
        return events.createEvent(logger, marker, caller, location, level, masked(message), properties, masked(thrown));
    }

    private static Message masked(Message message) {
        String text = message.getFormattedMessage();
        return text != null && Secrets.isIn(text) ? new SimpleMessage(Secrets.mask(text)) : message;
    }

    @SuppressWarnings("NullAway") // log4j's API takes null where nothing was thrown, and says so nowhere
    private static Throwable masked(@Nullable Throwable thrown) {
        return thrown != null && holdsSecret(thrown, Collections.newSetFromMap(new IdentityHashMap<>()))
                ? new Masked(thrown, 0)
                : thrown;
    }

    private static boolean holdsSecret(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return false;
        }
        boolean holds = Secrets.isIn(thrown.toString()) || holdsSecret(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            holds |= holdsSecret(suppressed, seen);
        }
        return holds;
    }

    /** Stands for what was thrown, and looks like it. */
    @SuppressWarnings("OverrideThrowableToString") // it shows the name of the class that was thrown
    private static final class Masked extends Throwable {
        private static final int DEEPEST = 50;

        private final String text;

        Masked(Throwable thrown, int depth) {
            super(Secrets.mask(String.valueOf(thrown.getMessage())), cause(thrown, depth), true, true);
            this.text = Secrets.mask(thrown.toString());
            setStackTrace(thrown.getStackTrace());
            if (depth < DEEPEST) {
                for (Throwable suppressed : thrown.getSuppressed()) {
                    addSuppressed(new Masked(suppressed, depth + 1));
                }
            }
        }

        private static @Nullable Throwable cause(Throwable thrown, int depth) {
            Throwable cause = thrown.getCause();
            return cause == null || depth >= DEEPEST ? null : new Masked(cause, depth + 1);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
