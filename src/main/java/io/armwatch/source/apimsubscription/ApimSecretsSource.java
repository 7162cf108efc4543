package io.armwatch.source.apimsubscription;

import io.armwatch.azure.ResourceType;
import io.armwatch.source.AccessKey;
import io.armwatch.source.KeySource;
import java.util.List;
import java.util.Optional;

/**
 * The keys of API Management subscriptions, by the reference's {@code Subscription_ListSecrets}: a second view of what
 * {@link ApimSubscriptionSource} sees, with a state of its own.
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
    public ResourceType type() {
        return ApimSubscriptionSource.TYPE;
    }

    @Override
    public String apiVersion() {
        return ApimSubscriptionSource.API_VERSION;
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
