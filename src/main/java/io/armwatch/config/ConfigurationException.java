package io.armwatch.config;

import java.util.List;

/** Settings or scopes that cannot be used: all that is wrong with them, a line each. */
public final class ConfigurationException extends Exception {
    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Each says where, what is wrong, what was expected, and gives an example. */
    public List<String> problems() {
        return problems;
    }
}
