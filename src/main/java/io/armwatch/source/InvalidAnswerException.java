package io.armwatch.source;

/** An answer that is not what the reference describes. The message says what is wrong and never quotes the answer. */
public final class InvalidAnswerException extends Exception {
    public InvalidAnswerException(String message) {
        super(message);
    }

    /** A value of another JSON type than the reference states, at this JSON Pointer. */
    static InvalidAnswerException wrongType(String pointer) {
        return new InvalidAnswerException("the value of " + pointer + " has another type than the reference states");
    }
}
