package io.armwatch.source.keyvault;

import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.KeyExpiry;
import io.armwatch.source.AccessKey;
import io.armwatch.source.PlainState;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the keys and secrets of a vault have in common: a current version, with its times. */
final class VaultVersions {
    static final Level VAULT = new Level("vaults", Pattern.compile("[a-zA-Z0-9-]+"), 3, 24, "sample-vault");

    private static final String CREATED = "/properties/attributes/created";
    private static final String EXPIRES = "/properties/attributes/exp";

    private VaultVersions() {}

    /**
     * The current version. The event of a rotation carries the time of its creation; {@code resource.changed} the rest.
     *
     * @param uri the JSON Pointer of the URL that ends with the version
     */
    static AccessKey current(PlainState state, String uri) {
        return AccessKey.withVersion("current", version(state, uri), state.time(CREATED), Set.of(CREATED));
    }

    /** The expiry of the current version. */
    static Deadline expiry(PlainState state, String kind, String uri) {
        return state.time(EXPIRES)
                .<Deadline>map(at -> new KeyExpiry(kind, Optional.empty(), version(state, uri), at, Set.of(EXPIRES)))
                .orElseGet(() -> KeyExpiry.never(kind, Optional.empty(), version(state, uri)));
    }

    private static Optional<String> version(PlainState state, String uri) {
        return state.text(uri)
                .map(text -> text.replaceAll("/+$", ""))
                .map(text -> text.substring(text.lastIndexOf('/') + 1));
    }
}
