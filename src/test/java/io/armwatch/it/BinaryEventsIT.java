package io.armwatch.it;

final class BinaryEventsIT extends EventsContract {
    BinaryEventsIT() {
        super(EventFormatCheck.BINARY);
    }
}
