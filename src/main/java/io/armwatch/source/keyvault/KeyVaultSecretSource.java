package io.armwatch.source.keyvault;

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
 * The source of Key Vault secrets; operations {@code Secrets_Get} and {@code Secrets_List} of Microsoft.KeyVault 2026-02-01.
 * It reads the control plane, which also works for private vaults.
 */
public final class KeyVaultSecretSource extends PlainSource {
    private static final Level SECRET =
            new Level("secrets", Pattern.compile("[a-zA-Z0-9-]+"), 1, 127, "sample-secret-name");

    public KeyVaultSecretSource() {
        super(
                "key-vault-secret",
                List.of(new ResourceType("Microsoft.KeyVault", List.of(VaultVersions.VAULT, SECRET))),
                List.of("2026-02-01"),
                Map.of("/properties/value", "the secret itself"));
    }

    @Override
    public String schedule() {
        return "0 0/15 * * * ?";
    }

    @Override
    protected List<AccessKey> keys(PlainState state) {
        return List.of(VaultVersions.current(state, "/properties/secretUriWithVersion"));
    }

    @Override
    protected List<Deadline> deadlines(PlainState state) {
        return List.of(VaultVersions.expiry(state, KeyExpiry.SECRET, "/properties/secretUriWithVersion"));
    }
}
