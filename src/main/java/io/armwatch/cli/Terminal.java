package io.armwatch.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The terminal that the output goes to.
 *
 * @param width its columns; empty if the output goes to a file or a pipe
 */
record Terminal(OptionalInt width) {
    private static final char ELLIPSIS = '…';
    private static final int NARROWEST = 20;
    private static final int UNLIMITED = 9999;

    /** The terminal of this process, as wide as it is now. */
    static Terminal current() {
        return of(isTerminal(), System.getenv("COLUMNS"), Terminal::detectedWidth);
    }

    /**
     * A terminal as wide as {@code COLUMNS} says, or as it is found to be.
     *
     * @param columns the variable; null if it is not set
     */
    static Terminal of(boolean terminal, @Nullable String columns, IntSupplier detected) {
        if (!terminal) {
            return new Terminal(OptionalInt.empty());
        }
        boolean given = columns != null && columns.matches("[1-9]\\d{0,3}");
        int width = given ? Integer.parseInt(columns) : detected.getAsInt();
        return new Terminal(width < NARROWEST ? OptionalInt.empty() : OptionalInt.of(width));
    }

    /** The line, cut with an ellipsis if it is wider than the terminal. */
    String cut(String line) {
        int most = width.orElse(Integer.MAX_VALUE);
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)) + ELLIPSIS;
    }

    /** From Java 22 on there is a console also without a terminal, and it says so. */
    @SuppressWarnings("SystemConsoleNull") // handled
    private static boolean isTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** The width that picocli reads from {@code stty}; without that program, so wide that no line is cut. */
    private static int detectedWidth() {
        return new UsageMessageSpec().width(UNLIMITED).autoWidth(true).width();
    }
}
