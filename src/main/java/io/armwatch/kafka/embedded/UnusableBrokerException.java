package io.armwatch.kafka.embedded;

/** The embedded broker cannot be started or found. The message says why and what to do. */
public final class UnusableBrokerException extends RuntimeException {
    UnusableBrokerException(String message) {
        super(message);
    }

    UnusableBrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
