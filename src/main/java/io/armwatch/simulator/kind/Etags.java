package io.armwatch.simulator.kind;

/** How a kind's ETags look, and where they are shown. */
public enum Etags {
    /** Responses have none. */
    NONE,
    /** In the header, quoted base64, as API Management has them. */
    HEADER,
    /** In the header and in the body, weak, as Batch certificates have them. */
    HEADER_AND_BODY;

    static Etags of(String text, String where) {
        return switch (text) {
            case "" -> NONE;
            case "header" -> HEADER;
            case "header-and-body" -> HEADER_AND_BODY;
            default ->
                throw new IllegalArgumentException(
                        where + "/behaviour.json: etag is header or header-and-body, not '" + text + "'");
        };
    }
}
