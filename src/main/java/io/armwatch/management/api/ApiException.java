package io.armwatch.management.api;

/** A request that cannot be answered. The message says why, and what to do. */
public final class ApiException extends RuntimeException {
    private final int status;

    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
