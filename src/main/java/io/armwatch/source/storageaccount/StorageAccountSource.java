package io.armwatch.source.storageaccount;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Change.EncryptionKeyChanged;
import io.armwatch.change.Deadline;
import io.armwatch.source.AccessKey;
import io.armwatch.source.NamedChange;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source of Storage accounts; operations {@code StorageAccounts_GetProperties} and {@code StorageAccounts_List} of
 * Microsoft.Storage 2025-01-01. Azure states when each key was created, and never shows a key.
 */
public final class StorageAccountSource extends PlainSource {
    private static final Level ACCOUNT = new Level("storageAccounts", Pattern.compile("[a-z0-9]+"), 3, 24, "sto8596");
    private static final String ENCRYPTION = "/properties/encryption";
    private static final String KEY_VAULT = ENCRYPTION + "/keyvaultproperties";
    private static final String KEY_SOURCE = ENCRYPTION + "/keySource";
    /** What makes up the identifier of the key. */
    private static final Set<String> KEY_IDENTIFIER = Set.of(
            KEY_VAULT + "/currentVersionedKeyIdentifier",
            KEY_VAULT + "/keyvaulturi",
            KEY_VAULT + "/keyname",
            KEY_VAULT + "/keyversion");

    private static final String CREATION_TIME = "/properties/keyCreationTime";

    public StorageAccountSource() {
        super(
                "storage-account",
                List.of(new ResourceType("Microsoft.Storage", List.of(ACCOUNT))),
                List.of("2025-01-01"),
                Map.of(
                        "/properties/geoReplicationStats",
                        "only with $expand, and its lastSyncTime changes all the time"));
    }

    @Override
    public String schedule() {
        return "0 0/15 * * * ?";
    }

    @Override
    public boolean listsWholeItems() {
        return false;
    }

    /** Azure's list examples lack {@code keyCreationTime}: then the account itself is read. */
    @Override
    public boolean isWhole(JsonNode listItem) {
        return listItem.at(CREATION_TIME).isObject();
    }

    @Override
    protected List<AccessKey> keys(PlainState state) {
        return Stream.of("key1", "key2")
                .map(key -> AccessKey.withTime(key, state.time(CREATION_TIME + "/" + key), CREATION_TIME + "/" + key))
                .toList();
    }

    /** Keys that nobody can use do not grow old. {@code allowSharedKeyAccess} null means true (its description). */
    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return state.is("/properties/allowSharedKeyAccess", false)
                ? List.of()
                : keyAges(state, state.number("/properties/keyPolicy/keyExpirationPeriodInDays"));
    }

    @Override
    protected List<NamedChange> namedChanges(PlainState before, PlainState after) {
        List<NamedChange> changes = new ArrayList<>(super.namedChanges(before, after));
        EncryptionKeyChanged change = new EncryptionKeyChanged(
                after.text(KEY_SOURCE), before.text(KEY_SOURCE), keyIdentifier(after), keyIdentifier(before));
        Set<String> paths = new HashSet<>();
        if (!change.keySource().equals(change.previousKeySource())) {
            paths.add(KEY_SOURCE);
        }
        if (!change.keyIdentifier().equals(change.previousKeyIdentifier())) {
            paths.addAll(KEY_IDENTIFIER);
        }
        if (!paths.isEmpty()) {
            changes.add(new NamedChange(change, paths));
        }
        return changes;
    }

    /** The key in use with its version; the configured one if Azure does not state that. */
    private static Optional<String> keyIdentifier(PlainState state) {
        return state.text(KEY_VAULT + "/currentVersionedKeyIdentifier")
                .or(() -> state.text(KEY_VAULT + "/keyvaulturi")
                        .map(vault -> Stream.of(
                                        vault.replaceAll("/+$", "") + "/keys",
                                        state.text(KEY_VAULT + "/keyname").orElse(""),
                                        state.text(KEY_VAULT + "/keyversion").orElse(""))
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining("/"))));
    }
}
