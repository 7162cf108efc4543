package io.armwatch.source.mapskeys;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.source.AccessKey;
import io.armwatch.source.KeySource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The source of Azure Maps account keys; operation {@code Accounts_ListKeys}. */
public final class MapsKeysSource extends KeySource<MapsKeys> {
    /** From Azure's naming rules; the provider's reference states no pattern. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

    private static final ResourceType TYPE =
            new ResourceType("Microsoft.Maps", List.of(new Level("accounts", NAME, 1, 98, "myMapsAccount")));

    public MapsKeysSource() {
        super(MapsKeys.class);
    }

    @Override
    public String name() {
        return "maps-keys";
    }

    @Override
    public ResourceType type() {
        return TYPE;
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
    protected List<AccessKey> keys(MapsKeys state) {
        return state.keys();
    }

    @Override
    protected List<Deadline> deadlines(MapsKeys state) {
        return state.keys().stream()
                .filter(key -> key.fingerprint().isPresent())
                .flatMap(key -> key.lastUpdated().stream()
                        .<Deadline>map(rotated -> new KeyAge(key.which(), rotated, Optional.empty())))
                .toList();
    }
}
