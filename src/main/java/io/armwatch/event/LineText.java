package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes text from outside safe and short enough for one line of a terminal. */
final class LineText {
    private static final char ELLIPSIS = '…';
    private static final char REPLACEMENT = '\uFFFD';

    private LineText() {}

    /**
     * Replaces every character that could control a terminal or change the writing direction: control characters (C0,
     * C1, DEL), format characters, line separators, lone surrogates, private-use and unassigned characters.
     */
    static String harmless(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(LineText::harmless).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint == '\n' || codePoint == '\r' || codePoint == '\t' ? ' ' : REPLACEMENT;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> REPLACEMENT;
            default -> codePoint;
        };
    }

    /** Cuts the text or pads it with spaces to exactly this width. */
    static String fit(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - cut.length());
    }

    /** Cuts the text at this width, with an ellipsis at the end. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + ELLIPSIS;
    }

    /** Cuts the text in the middle, with an ellipsis there, because ids and URLs differ at their ends. */
    static String cutMiddle(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int head = width / 2;
        return text.substring(0, head) + ELLIPSIS + text.substring(text.length() - (width - head - 1));
    }

    /** A value for people: text without quotes, {@code none} for null and absence. */
    static String value(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "none";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
