package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts that others have written, made fit for one line of a terminal. */
final class LineText {
    private static final char ELLIPSIS = '…';
    private static final char REPLACEMENT = '\uFFFD';

    private LineText() {}

    /**
     * The text with every character replaced that steers a terminal or turns the direction of writing: controls (C0,
     * C1, DEL), format characters, line separators, halves of surrogate pairs, and what has no meaning of its own.
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

    /** Exactly as wide: cut or filled with spaces. */
    static String fit(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - cut.length());
    }

    /** The beginning, with an ellipsis where more follows. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + ELLIPSIS;
    }

    /** Beginning and end with an ellipsis between: ids and addresses differ at their ends. */
    static String cutMiddle(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int head = width / 2;
        return text.substring(0, head) + ELLIPSIS + text.substring(text.length() - (width - head - 1));
    }

    /** A value as a person would write it: text without quotes, {@code none} for null and absence. */
    static String value(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "none";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
