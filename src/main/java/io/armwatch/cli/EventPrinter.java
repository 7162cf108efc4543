package io.armwatch.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.armwatch.event.EventLine;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        out.println(text(event));
        if (Shutdown.isClosed(out)) { // flushes, too
            whenClosed.run();
        }
    }

    private String text(CloudEvent event) {
        try {
            return switch (format) {
                case text -> terminal.cut(line.apply(event));
                case json -> new String(JSON.serialize(event), StandardCharsets.UTF_8);
                case yaml -> format.document(MAPPER.readTree(JSON.serialize(event)));
            };
        } catch (IOException e) {
            throw new UncheckedIOException("a CloudEvent is not valid JSON", e);
        }
    }
}
