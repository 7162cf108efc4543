package io.armwatch.source.apimsubscription;

import static io.armwatch.change.Spelling.ENUM;
import static io.armwatch.change.Spelling.ID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Change.SubscriptionStateChanged;
import io.armwatch.change.Deadline;
import io.armwatch.change.Deadline.SubscriptionExpiry;
import io.armwatch.change.Spellings;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.KeyFingerprinting;
import io.armwatch.source.NamedChange;
import io.armwatch.source.RecordSource;
import io.armwatch.source.apimservice.ApimTypes;
import io.armwatch.source.apimsubscription.ApimSubscription.Properties;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The source of API Management subscriptions; operations {@code Subscription_Get}, {@code Subscription_List}, and {@code
 * WorkspaceSubscription_Get}, {@code WorkspaceSubscription_List} for those of a workspace.
 */
public final class ApimSubscriptionSource extends RecordSource<ApimSubscription> {
    static final String API_VERSION = "2024-05-01";
    /** Subscriptions of a service, and of the workspaces in it. */
    static final List<ResourceType> TYPES =
            ApimTypes.below(new Level("subscriptions", ApimTypes.CHILD, 1, 256, "5931a769d8d14f0ad8ce13b8"));

    private static final String EXPIRATION_DATE = "/properties/expirationDate";
    /** The properties that {@code subscription.state-changed} reports. */
    private static final Set<String> STATE_CHANGE_PATHS = Set.of(
            "/properties/state",
            "/properties/stateComment",
            "/properties/displayName",
            "/properties/scope",
            "/properties/ownerId",
            "/properties/startDate",
            "/properties/endDate",
            EXPIRATION_DATE);

    private static final Spellings SPELLINGS = Spellings.with(ENUM, "/properties/state", "/systemData/createdByType")
            .and(ID, "/properties/scope", "/properties/ownerId");
    private static final String SCHEME = "/properties/fingerprintScheme";
    private static final Set<String> KEYS = Set.of("/properties/primaryKey", "/properties/secondaryKey");

    public ApimSubscriptionSource() {
        super(ApimSubscription.class);
    }

    @Override
    public String name() {
        return "apim-subscription";
    }

    @Override
    public List<ResourceType> types() {
        return TYPES;
    }

    @Override
    public List<String> apiVersions() {
        return List.of(API_VERSION);
    }

    @Override
    public String schedule() {
        return "0 * * * * ?";
    }

    @Override
    public Optional<String> action() {
        return Optional.empty();
    }

    @Override
    protected ApimSubscription read(ArmId requested, JsonNode body, Fingerprints fingerprints)
            throws InvalidAnswerException {
        JsonNode properties = body.path("properties");
        if (!properties.isObject()) {
            return entity(requested, body);
        }
        ObjectNode safe = ((ObjectNode) body).objectNode();
        safe.setAll((ObjectNode) body);
        safe.set("properties", KeyFingerprinting.fingerprinted(requested, properties, "/properties", fingerprints));
        return entity(requested, safe);
    }

    @Override
    protected Spellings spellings() {
        return SPELLINGS;
    }

    @Override
    protected List<NamedChange> namedChanges(ApimSubscription before, ApimSubscription after) {
        Properties was = before.properties();
        Properties is = after.properties();
        if (was.state().equals(is.state())) {
            return List.of();
        }
        SubscriptionStateChanged change = new SubscriptionStateChanged(
                is.state(),
                was.state(),
                is.stateComment(),
                is.displayName(),
                is.scope(),
                is.ownerId(),
                is.startDate(),
                is.endDate(),
                is.expirationDate());
        return List.of(new NamedChange(change, STATE_CHANGE_PATHS));
    }

    @Override
    protected List<Deadline> deadlines(ApimSubscription state) {
        Properties properties = state.properties();
        return properties
                .expirationDate()
                .<Deadline>map(date -> new SubscriptionExpiry(date, properties.state(), Set.of(EXPIRATION_DATE)))
                .stream()
                .toList();
    }

    /** The fingerprint scheme, and keys whose fingerprints have different schemes. */
    @Override
    protected Set<String> ignoredPaths(ApimSubscription before, ApimSubscription after) {
        Set<String> ignoredPaths = new HashSet<>(Set.of(SCHEME));
        if (!after.properties().hasKeysComparableWith(before.properties())) {
            ignoredPaths.addAll(KEYS);
        }
        return ignoredPaths;
    }
}
