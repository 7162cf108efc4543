package io.armwatch.source.mapskeys;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.source.KeySource;
import io.armwatch.source.KnownKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of Maps accounts, by the reference's {@code Accounts_ListKeys}. */
public final class MapsKeysSource extends KeySource<MapsKeys> {
    public MapsKeysSource() {
        super(MapsKeys.class);
    }

    @Override
    public String name() {
        return "maps-keys";
    }

    /** The reference states no rule for names; this is the one that Azure's naming rules state. */
    @Override
    public ResourceType type() {
        Pattern name = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");
        return new ResourceType("Microsoft.Maps", List.of(new Level("accounts", name, 1, 98, "myMapsAccount")));
    }

    @Override
    public String apiVersion() {
        return "2023-06-01";
    }

    @Override
    public Optional<String> action() {
        return Optional.of("listKeys");
    }

    @Override
    protected List<KnownKey> keys(MapsKeys state) {
        return state.keys();
    }
}
