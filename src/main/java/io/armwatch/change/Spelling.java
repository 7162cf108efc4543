package io.armwatch.change;

import java.util.Locale;

/** Kinds of text that Azure may write in another casing or spelling in its next response without a change. */
public enum Spelling {
    /** A region: {@code Japan East} is the same as {@code japaneast}. */
    REGION {
        @Override
        String canonical(String text) {
            return lower(text).replace(" ", "");
        }
    },
    /** A value of a closed or growing enum. */
    ENUM,
    /** Hex digits, for example of a digest; colons and spaces between them have no meaning. */
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
    /** A URL with a case-insensitive path, such as Key Vault's. */
    URL {
        @Override
        String canonical(String text) {
            return text.endsWith("/") ? lower(text.substring(0, text.length() - 1)) : lower(text);
        }
    };

    /** The canonical form: equal for all spellings of a value. */
    String canonical(String text) {
        return lower(text);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
