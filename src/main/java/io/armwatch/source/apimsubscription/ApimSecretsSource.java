package io.armwatch.source.apimsubscription;

import io.armwatch.azure.ResourceType;
import io.armwatch.source.AccessKey;
import io.armwatch.source.KeySource;
import java.util.List;
import java.util.Optional;

/**
 * The source of API Management subscription keys; operations {@code Subscription_ListSecrets} and {@code
 * WorkspaceSubscription_ListSecrets}. It is a second view of
 * the resources of {@link ApimSubscriptionSource}, with a state of its own.
 */
public final class ApimSecretsSource extends KeySource<ApimSecrets> {
    public ApimSecretsSource() {
        super(ApimSecrets.class);
    }

    @Override
    public String name() {
        return "apim-subscription";
    }

    @Override
    public List<ResourceType> types() {
        return ApimSubscriptionSource.TYPES;
    }

    @Override
    public List<String> apiVersions() {
        return List.of(ApimSubscriptionSource.API_VERSION);
    }

    @Override
    public Optional<String> action() {
        return Optional.of("listSecrets");
    }

    @Override
    public boolean isSecondView() {
        return true;
    }

    @Override
    protected List<AccessKey> keys(ApimSecrets state) {
        return state.keys();
    }
}
