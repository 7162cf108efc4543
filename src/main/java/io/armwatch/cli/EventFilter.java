package io.armwatch.cli;

import io.armwatch.azure.ArmId;
import io.armwatch.event.EventType;
import io.armwatch.event.Events;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Chooses the events to print.
 *
 * @param types empty for all
 * @param resource the resource that they are about, or that is above it; empty for all
 * @param scans whether {@code scan.completed} is among all types: it follows every scan and reports no change
 */
record EventFilter(Set<EventType> types, Optional<ArmId> resource, boolean scans) implements Predicate<CloudEvent> {
    /** Every change and failure. */
    static final EventFilter CHANGES = new EventFilter(Set.of(), Optional.empty(), false);

    EventFilter {
        types = Set.copyOf(types);
    }

    /** Passes on the events that it chooses. */
    Consumer<CloudEvent> before(Consumer<CloudEvent> reader) {
        return event -> {
            if (test(event)) {
                reader.accept(event);
            }
        };
    }

    @Override
    public boolean test(CloudEvent event) {
        return isOfType(event) && resource.map(above -> isAbout(event, above)).orElse(true);
    }

    private boolean isOfType(CloudEvent event) {
        Optional<EventType> type = EventType.named(event.getType());
        return types.isEmpty()
                ? scans || type.filter(each -> each == EventType.SCAN_COMPLETED).isEmpty()
                : type.filter(types::contains).isPresent();
    }

    private static boolean isAbout(CloudEvent event, ArmId above) {
        String key = String.valueOf(event.getExtension(Events.PARTITION_KEY));
        return key.equals(above.key()) || key.startsWith(above.key() + "/");
    }
}
