package io.armwatch.source.cosmosaccount;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Change.EncryptionKeyChanged;
import io.armwatch.change.Deadline;
import io.armwatch.source.AccessKey;
import io.armwatch.source.NamedChange;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The source of Cosmos DB accounts; operations {@code DatabaseAccounts_Get} and {@code DatabaseAccounts_List} of
 * Microsoft.DocumentDB 2025-04-15. Azure states when each key was generated, and never shows a key.
 */
public final class CosmosAccountSource extends PlainSource {
    private static final Level ACCOUNT =
            new Level("databaseAccounts", Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*"), 3, 50, "ddb1");
    private static final String KEYS = "/properties/keysMetadata/";
    private static final String KEY_URI = "/properties/keyVaultKeyUri";

    public CosmosAccountSource() {
        super(
                "cosmos-account",
                List.of(new ResourceType("Microsoft.DocumentDB", List.of(ACCOUNT))),
                List.of("2025-04-15"),
                Map.of());
    }

    @Override
    protected List<AccessKey> keys(PlainState state) {
        return Stream.of("primary", "secondary", "primaryReadonly", "secondaryReadonly")
                .map(key -> AccessKey.withTime(
                        key, state.time(KEYS + key + "MasterKey/generationTime"), KEYS + key + "MasterKey"))
                .toList();
    }

    /** Keys that nobody can use do not grow old. */
    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return state.is("/properties/disableLocalAuth", true) ? List.of() : keyAges(state, Optional.empty());
    }

    @Override
    protected List<NamedChange> namedChanges(PlainState before, PlainState after) {
        List<NamedChange> changes = new ArrayList<>(super.namedChanges(before, after));
        Optional<String> was = before.text(KEY_URI);
        Optional<String> is = after.text(KEY_URI);
        if (!was.equals(is)) {
            changes.add(new NamedChange(
                    new EncryptionKeyChanged(Optional.empty(), Optional.empty(), is, was), Set.of(KEY_URI)));
        }
        return changes;
    }
}
