package io.armwatch.source;

/** An answer that is not what the reference describes. The message says what is wrong and never quotes the answer. */
public final class InvalidAnswerException extends Exception {
    private final String problem;

    public InvalidAnswerException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong with the answer. */
    public String problem() {
        return problem;
    }

    /** A value of another JSON type than the reference states, at this JSON Pointer. */
    static InvalidAnswerException wrongType(String pointer) {
        return new InvalidAnswerException("the value of " + pointer + " has another type than the reference states");
    }
}
