package io.armwatch.chaos;

import java.util.Random;

/** Text that cannot be packed much shorter. */
final class IncompressibleText {
    private IncompressibleText() {}

    static String text(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('!' + random.nextInt('~' - '!')));
        }
        return text.toString().replace('"', ' ').replace('\\', ' ');
    }
}
