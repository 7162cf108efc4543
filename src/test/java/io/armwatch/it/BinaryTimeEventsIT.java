package io.armwatch.it;

final class BinaryTimeEventsIT extends TimeEventsContract {
    BinaryTimeEventsIT() {
        super(EventFormatCheck.BINARY);
    }
}
