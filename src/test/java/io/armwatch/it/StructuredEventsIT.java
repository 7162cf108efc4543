package io.armwatch.it;

final class StructuredEventsIT extends EventsContract {
    StructuredEventsIT() {
        super(EventFormatCheck.STRUCTURED);
    }
}
