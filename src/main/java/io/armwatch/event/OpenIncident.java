package io.armwatch.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.armwatch.change.Incident;
import io.armwatch.change.KnownState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An open incident of a resource, named as its events name it.
 *
 * @param type the type of the last event that reported it
 * @param subject the subject of its events
 * @param since when it was first reported; empty if a version of armwatch reported it that did not keep the time
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OpenIncident(String type, String subject, Optional<Instant> since) {
    /** The open incidents of a known state, its outage first. */
    public static List<OpenIncident> of(KnownState known) {
        String whole = known.target().part();
        return Stream.concat(
                        known.outage().stream()
                                .map(outage -> new OpenIncident(
                                        EventType.POLL_FAILED.type(), whole, Optional.of(outage.since()))),
                        known.incidents().stream()
                                .filter(incident -> !incident.isMark())
                                .map(incident -> new OpenIncident(
                                        type(incident), incident.subject().orElse(whole), incident.since())))
                .toList();
    }

    private static String type(Incident incident) {
        return EventType.typeNamed((incident.isOfKey() ? "key." : "certificate.") + incident.type());
    }
}
