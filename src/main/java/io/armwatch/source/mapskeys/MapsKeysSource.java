package io.armwatch.source.mapskeys;

import com.fasterxml.jackson.databind.JsonNode;
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

    private static final List<ResourceType> TYPES =
            List.of(new ResourceType("Microsoft.Maps", List.of(new Level("accounts", NAME, 1, 98, "myMapsAccount"))));

    public MapsKeysSource() {
        super(MapsKeys.class);
    }

    @Override
    public String name() {
        return "maps-keys";
    }

    @Override
    public List<ResourceType> types() {
        return TYPES;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2023-06-01");
    }

    @Override
    public String schedule() {
        return "0 0/15 * * * ?";
    }

    @Override
    public Optional<String> action() {
        return Optional.of("listKeys");
    }

    /** An account without local authentication has no keys that anyone could use. */
    @Override
    public boolean shouldPoll(JsonNode listItem) {
        return !listItem.at("/properties/disableLocalAuth").asBoolean(false);
    }

    @Override
    protected List<AccessKey> keys(MapsKeys state) {
        return state.keys();
    }

    @Override
    protected List<Deadline> deadlines(MapsKeys state) {
        return state.keys().stream()
                .filter(key -> key.fingerprint().isPresent())
                .flatMap(key -> key.rotatedAt().stream()
                        .<Deadline>map(rotated -> new KeyAge(key.name(), rotated, Optional.empty())))
                .toList();
    }
}
