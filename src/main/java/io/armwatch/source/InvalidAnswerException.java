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
}
