package io.armwatch.source;

/** A response is not what the reference describes. The message says what is wrong and never quotes the response. */
public final class InvalidAnswerException extends Exception {
    private final String problem;

    public InvalidAnswerException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong with the response. */
    public String problem() {
        return problem;
    }

    /** The value at this JSON Pointer does not have the JSON type that the reference states. */
    static InvalidAnswerException wrongType(String pointer) {
        return new InvalidAnswerException(
                "the value of " + pointer + " does not have the type that the reference states");
    }
}
