package io.armwatch.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.armwatch.event.EventLine;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prints events, each at once.
 *
 * @param line the line of an event, which is cut at the width of the terminal
 * @param whenClosed called after an event could not be printed because the reader of the output has closed it, as {@code
 *     head} does
 */
record EventPrinter(
        PrintWriter out, OutputFormat format, Function<CloudEvent, String> line, Terminal terminal, Runnable whenClosed)
        implements Consumer<CloudEvent> {
    private static final JsonFormat JSON = new JsonFormat();
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Prints lines with the time of day. */
    static EventPrinter lines(PrintWriter out, Runnable whenClosed) {
        return new EventPrinter(out, OutputFormat.text, EventLine::of, Terminal.current(), whenClosed);
    }

    @Override
    public void accept(CloudEvent event) {
        text(event).ifPresent(out::println);
        if (Shutdown.isClosed(out)) { // flushes, too
            whenClosed.run();
        }
    }

    /** The event as text; empty if its data is not JSON, so armwatch did not publish it. */
    private Optional<String> text(CloudEvent event) {
        try {
            return Optional.of(
                    switch (format) {
                        case text -> terminal.cut(line.apply(event));
                        case json -> MAPPER.readTree(JSON.serialize(event)).toString();
                        case yaml -> format.document(MAPPER.readTree(JSON.serialize(event)));
                    });
        } catch (IOException foreign) {
            return Optional.empty();
        }
    }
}
