package io.armwatch.it;

final class StructuredTimeEventsIT extends TimeEventsContract {
    StructuredTimeEventsIT() {
        super(EventFormatCheck.STRUCTURED);
    }
}
