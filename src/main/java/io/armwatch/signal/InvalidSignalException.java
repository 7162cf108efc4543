package io.armwatch.signal;

/** A text that is no signal. The message says what is wrong and what was expected; it never quotes more than the faulty value. */
public final class InvalidSignalException extends Exception {
    InvalidSignalException(String message) {
        super(message);
    }
}
