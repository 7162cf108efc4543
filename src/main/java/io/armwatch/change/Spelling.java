package io.armwatch.change;

import java.util.Locale;

/** The kinds of text that Azure compares without regard to case or spelling, and may write otherwise in its next answer. */
public enum Spelling {
    /** {@code Japan East} is {@code japaneast}. */
    REGION {
        @Override
        String canonical(String text) {
            return lower(text).replace(" ", "");
        }
    },
    /** A value of a closed or growing enum. */
    ENUM,
    /** Hex digits, for example of a digest: colons or spaces between them mean nothing. */
    HEX {
        @Override
        String canonical(String text) {
            return lower(text).replace(":", "").replace(" ", "");
        }
    },
    /** An ARM id, a part of one, or a UUID. */
    ID,
    /** A host name or IP address. */
    HOST_NAME {
        @Override
        String canonical(String text) {
            return text.endsWith(".") ? lower(text.substring(0, text.length() - 1)) : lower(text);
        }
    },
    /** An address whose path is compared without regard to case too, as Key Vault's are. */
    URL {
        @Override
        String canonical(String text) {
            return text.endsWith("/") ? lower(text.substring(0, text.length() - 1)) : lower(text);
        }
    };

    /** The one text that all spellings of a value have in common. */
    String canonical(String text) {
        return lower(text);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
