package io.armwatch.source.keyvault;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.KeyExpiry;
import io.armwatch.source.AccessKey;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The source of Key Vault keys; operations {@code Keys_Get} and {@code Keys_List} of Microsoft.KeyVault 2026-02-01.
 * It reads the control plane, which also works for private vaults.
 */
public final class KeyVaultKeySource extends PlainSource {
    private static final Level KEY = new Level("keys", Pattern.compile("[a-zA-Z0-9-]+"), 1, 127, "sample-key-name");

    public KeyVaultKeySource() {
        super(
                "key-vault-key",
                List.of(new ResourceType("Microsoft.KeyVault", List.of(VaultVersions.VAULT, KEY))),
                List.of("2026-02-01"),
                Map.of());
    }

    @Override
    public String schedule() {
        return "0 0/15 * * * ?";
    }

    /** A list lacks the version and the rotation policy, but {@code attributes} tell when they change. */
    @Override
    public boolean isWhole(JsonNode listItem) {
        return listItem.at("/properties/keyUriWithVersion").isTextual();
    }

    @Override
    public boolean listsEveryChange() {
        return true;
    }

    @Override
    protected List<AccessKey> keys(PlainState state) {
        return List.of(VaultVersions.current(state, "/properties/keyUriWithVersion"));
    }

    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return List.of(VaultVersions.expiry(state, KeyExpiry.KEY, "/properties/keyUriWithVersion"));
    }
}
