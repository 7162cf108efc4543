package io.armwatch.simulator.kind;

/** What stands for the next link on the last page of a list. */
public enum LastPage {
    ABSENT,
    NULL,
    EMPTY;

    static LastPage of(String text, String where) {
        return switch (text) {
            case "", "absent" -> ABSENT;
            case "null" -> NULL;
            case "empty" -> EMPTY;
            default ->
                throw new IllegalArgumentException(
                        where + "/behaviour.json: lastPage is absent, null or empty, not '" + text + "'");
        };
    }
}
