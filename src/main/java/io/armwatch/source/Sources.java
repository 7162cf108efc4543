package io.armwatch.source;

import io.armwatch.change.Target;
import io.armwatch.source.apimsubscription.ApimSecretsSource;
import io.armwatch.source.apimsubscription.ApimSubscriptionSource;
import io.armwatch.source.batchaccount.BatchAccountSource;
import io.armwatch.source.batchcertificate.BatchCertificateSource;
import io.armwatch.source.mapskeys.MapsKeysSource;
import java.util.List;
import java.util.Optional;

/** The sources there are. */
public final class Sources {
    private static final Source APIM_SECRETS = new ApimSecretsSource();
    private static final List<Source> ALL = List.of(
            new BatchAccountSource(),
            new BatchCertificateSource(),
            new MapsKeysSource(),
            new ApimSubscriptionSource(),
            APIM_SECRETS);

    private Sources() {}

    public static List<Source> all() {
        return ALL;
    }

    /** The source that shows a target. */
    public static Optional<Source> of(Target target) {
        return ALL.stream()
                .filter(source -> source.name().equals(target.source())
                        && source.keySuffix().equals(target.suffix()))
                .findFirst();
    }

    /** The sources to poll: API Management's keys cost a write of ARM's budget each, so they are asked for where wanted. */
    public static List<Source> watched(boolean apimKeys) {
        return apimKeys
                ? ALL
                : ALL.stream().filter(source -> source != APIM_SECRETS).toList();
    }
}
