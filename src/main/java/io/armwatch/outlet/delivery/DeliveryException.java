package io.armwatch.outlet.delivery;

/** Thrown by a step of an outlet's route that knows why an event was not delivered. */
public final class DeliveryException extends Exception {
    private final transient Failure failure;

    public DeliveryException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
