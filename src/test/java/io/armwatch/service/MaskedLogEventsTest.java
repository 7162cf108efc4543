package io.armwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.config.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.Test;

class MaskedLogEventsTest {
    private static final String SECRET = "secret-of-a-log-event";

    @SuppressWarnings("NullAway") // log4j's API takes null where there is no marker
    private static LogEvent event(Throwable thrown, Object parameter) {
        Secrets.add(SECRET);
        var message = new ParameterizedMessage("Resolved {}", parameter);
        return new MaskedLogEvents().createEvent("any", null, "caller", Level.TRACE, message, List.of(), thrown);
    }

    @Test
    void a_message_is_masked_whatever_holds_the_secret() {
        LogEvent event = event(new IllegalStateException("harmless"), List.of(SECRET));

        assertThat(event.getMessage().getFormattedMessage()).isEqualTo("Resolved [***]");
        assertThat(event.getThrown()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void exceptions_are_masked_to_the_innermost_cause_and_keep_their_format() {
        Exception inner = new IllegalArgumentException("no such login: " + SECRET);
        Exception outer = new IllegalStateException("outer", inner);
        outer.addSuppressed(new IllegalStateException(SECRET));
        StringWriter written = new StringWriter();

        event(outer, "x").getThrown().printStackTrace(new PrintWriter(written));

        assertThat(written.toString())
                .doesNotContain(SECRET)
                .contains("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.lang.IllegalArgumentException: no such login: ***")
                .contains("MaskedLogEventsTest.java");
    }

    @Test
    void every_logger_of_the_process_makes_its_events_so() {
        Logger any = (Logger) LogManager.getLogger("org.example.any");

        assertThat(any.get().getLogEventFactory()).isInstanceOf(MaskedLogEvents.class);
    }
}
