package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats an event as one line for people, in aligned columns: time, type, resource, previous and present value.
 *
 * <p>Every event gives a line, also one of an unknown type or with unexpected data, and no text in an event can control
 * the terminal.
 */
public final class EventLine {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern OWN_TYPE = Pattern.compile("io\\.armwatch\\.(.+)\\.v\\d+");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int TIME_WIDTH = 10;
    private static final int DATE_AND_TIME_WIDTH = 19;
    private static final int WHAT_WIDTH = 32;
    private static final int RESOURCE_WIDTH = 48;

    private EventLine() {}

    /** The line, with times in the local zone. */
    public static String of(CloudEvent event) {
        return of(event, ZoneId.systemDefault());
    }

    /**
     * The line, with times in the given zone: the time of day if the change was observed on the same day, otherwise the
     * date.
     */
    public static String of(CloudEvent event, ZoneId zone) {
        JsonNode data = data(event);
        return line(event, data, LineText.fit(when(event, data, zone), TIME_WIDTH));
    }

    /** The line with date and time in the local zone, for events of any age. */
    public static String dated(CloudEvent event) {
        return dated(event, ZoneId.systemDefault());
    }

    /** The line with date and time in the given zone. */
    public static String dated(CloudEvent event, ZoneId zone) {
        JsonNode data = data(event);
        String when = happened(event, data, zone).map(DATE_AND_TIME::format).orElse("-");
        return line(event, data, LineText.fit(when, DATE_AND_TIME_WIDTH));
    }

    private static String line(CloudEvent event, JsonNode data, String when) {
        String line = String.join(
                "  ",
                when,
                LineText.fit(what(event), WHAT_WIDTH),
                LineText.fit(ResourceLabel.of(event, data), RESOURCE_WIDTH),
                LineDetail.of(event, data));
        return LineText.harmless(line).stripTrailing();
    }

    private static JsonNode data(CloudEvent event) {
        CloudEventData data = event.getData();
        try {
            return data == null ? MissingNode.getInstance() : MAPPER.readTree(data.toBytes());
        } catch (IOException | RuntimeException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String when(CloudEvent event, JsonNode data, ZoneId zone) {
        Optional<ZonedDateTime> observed = observed(data, zone);
        return happened(event, data, zone)
                .map(at -> at.format(isSameDay(at, observed.orElse(at)) ? TIME : DAY))
                .orElse("-");
    }

    private static Optional<ZonedDateTime> happened(CloudEvent event, JsonNode data, ZoneId zone) {
        OffsetDateTime time = event.getTime();
        return time == null ? observed(data, zone) : local(time.toString(), zone);
    }

    private static Optional<ZonedDateTime> observed(JsonNode data, ZoneId zone) {
        return local(data.path("observedAt").asText(), zone);
    }

    private static boolean isSameDay(ZonedDateTime one, ZonedDateTime other) {
        return one.toLocalDate().equals(other.toLocalDate());
    }

    private static Optional<ZonedDateTime> local(String time, ZoneId zone) {
        try {
            return Optional.of(OffsetDateTime.parse(time).atZoneSameInstant(zone));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** {@code io.armwatch.key.rotated.v1} as {@code key rotated}; a foreign type unchanged. */
    private static String what(CloudEvent event) {
        Matcher own = OWN_TYPE.matcher(event.getType());
        return own.matches() ? own.group(1).replace('.', ' ').replace('-', ' ') : event.getType();
    }
}
