package io.armwatch.config;

import java.util.List;

/** Invalid settings or scopes; the message has one line for each problem. */
public final class ConfigurationException extends Exception {
    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Each problem says where it is, what is wrong and what was expected, with an example. */
    public List<String> problems() {
        return problems;
    }
}
