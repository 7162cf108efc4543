package io.armwatch.source.batchaccount;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Change.EncryptionKeyChanged;
import io.armwatch.change.Change.KeySynchronized;
import io.armwatch.change.Timestamp;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.RecordSource;
import io.armwatch.source.Told;
import io.armwatch.source.batchaccount.BatchAccount.AutoStorage;
import io.armwatch.source.batchaccount.BatchAccount.Encryption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Batch accounts, by the reference's {@code BatchAccount_Get} and {@code BatchAccount_List}. */
public final class BatchAccountSource extends RecordSource<BatchAccount> {
    /** An account's own level, which certificates have above theirs. */
    public static final Level ACCOUNT =
            new Level("batchAccounts", Pattern.compile("[a-zA-Z0-9]+"), 3, 24, "sampleacct");

    private static final ResourceType TYPE = new ResourceType("Microsoft.Batch", List.of(ACCOUNT));
    private static final String ENCRYPTION = "/properties/encryption";

    public BatchAccountSource() {
        super(BatchAccount.class);
    }

    @Override
    public String name() {
        return "batch-account";
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public String apiVersion() {
        return "2024-07-01";
    }

    @Override
    public Optional<String> action() {
        return Optional.empty();
    }

    @Override
    protected BatchAccount read(ArmId asked, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException {
        return entity(asked, body);
    }

    @Override
    protected List<Told> told(BatchAccount before, BatchAccount after) {
        return Stream.of(keySynchronized(before, after), encryptionKey(before, after))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Told> keySynchronized(BatchAccount before, BatchAccount after) {
        Optional<Timestamp> was = before.properties().autoStorage().flatMap(AutoStorage::lastKeySync);
        Optional<Timestamp> is = after.properties().autoStorage().flatMap(AutoStorage::lastKeySync);
        if (was.isEmpty() || is.isEmpty() || was.equals(is)) {
            return Optional.empty();
        }
        Optional<String> storage = after.properties().autoStorage().flatMap(AutoStorage::storageAccountId);
        return Optional.of(new Told(
                new KeySynchronized(is.get(), was.get(), storage), Set.of("/properties/autoStorage/lastKeySync")));
    }

    private static Optional<Told> encryptionKey(BatchAccount before, BatchAccount after) {
        EncryptionKeyChanged change = new EncryptionKeyChanged(
                after.properties().encryption().flatMap(Encryption::keySource),
                before.properties().encryption().flatMap(Encryption::keySource),
                after.properties().encryption().flatMap(Encryption::keyIdentifier),
                before.properties().encryption().flatMap(Encryption::keyIdentifier));
        boolean same = change.keySource().equals(change.previousKeySource())
                && change.keyIdentifier().equals(change.previousKeyIdentifier());
        return same
                ? Optional.empty()
                : Optional.of(new Told(
                        change, Set.of(ENCRYPTION + "/keySource", ENCRYPTION + "/keyVaultProperties/keyIdentifier")));
    }
}
