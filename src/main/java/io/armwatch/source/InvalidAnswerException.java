package io.armwatch.source;

/** An answer that is not what the reference describes. The message says what is wrong and never quotes the answer. */
public final class InvalidAnswerException extends Exception {
    public InvalidAnswerException(String message) {
        super(message);
    }
}
