package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Detection;
import io.armwatch.change.Incident;
import io.armwatch.change.StateComparison;
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

    /** The source that shows another side of the same resources. */
    public static Optional<Source> beside(Source source) {
        return ALL.stream()
                .filter(other -> other != source && other.name().equals(source.name()))
                .filter(Source::isSecondView)
                .findFirst();
    }

    /** A list that a source reads: it has outages and scans of its own, but no state. */
    public static Target list(Source source, ArmId id) {
        return new Target(source.name(), id, Target.LIST + source.name());
    }

    /** What the changes of a target mean; empty where this version knows no such target. */
    public static Optional<StateComparison> differ(Target target) {
        boolean list = target.suffix().equals(Target.LIST + target.source());
        return list ? Optional.of(NoState.DIFFER) : of(target).map(source -> source);
    }

    /** The sources to poll: API Management's keys cost a write of ARM's budget each, so they are asked for where wanted. */
    public static List<Source> watched(boolean apimKeys) {
        return apimKeys
                ? ALL
                : ALL.stream().filter(source -> source != APIM_SECRETS).toList();
    }

    /** For what has no state, and so no changes of it. */
    private enum NoState implements StateComparison {
        DIFFER;

        @Override
        public Detection firstSight(JsonNode state) {
            return Detection.NOTHING;
        }

        @Override
        public List<Incident> initialIncidents(JsonNode state) {
            return List.of();
        }

        @Override
        public boolean same(JsonNode before, JsonNode after) {
            return true;
        }

        @Override
        public Detection changes(JsonNode before, List<Incident> open, JsonNode after) {
            return Detection.NOTHING;
        }

        @Override
        public boolean reportsExistence() {
            return false;
        }
    }
}
