package io.armwatch.simulator.operation;

import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.ArmErrorException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The api-versions that ARM accepts. All that a kind's definitions name, until a test takes some away. */
public final class ApiVersions {
    private static final Pattern WELL_FORMED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-\\w+)*");

    private final Map<Kind, List<String>> restricted = new ConcurrentHashMap<>();

    /** From now on, accepts only these versions of a kind. */
    public void restrict(Kind kind, List<String> versions) {
        restricted.put(kind, List.copyOf(versions));
    }

    /** Refuses a version that is not accepted, with ARM's own error. */
    void require(Kind kind, String version) {
        List<String> accepted =
                restricted.isEmpty() ? kind.apiVersions() : restricted.getOrDefault(kind, kind.apiVersions());
        if (!accepted.contains(version)) {
            throw refusal(kind, version, accepted);
        }
    }

    private static ArmErrorException refusal(Kind kind, String version, List<String> accepted) {
        if (kind.isAzureSubscription() || !WELL_FORMED.matcher(version).matches()) {
            return new ArmErrorException(
                    400,
                    "InvalidApiVersionParameter",
                    "The api-version '%s' is invalid. The supported versions are '%s'."
                            .formatted(version, String.join(",", accepted)));
        }
        return new ArmErrorException(
                400,
                "NoRegisteredProviderFound",
                "No registered resource provider found for location 'eastus' and API version '%s' for type '%s'. The supported api-versions are '%s'. The supported locations are 'eastus, westeurope'."
                        .formatted(version, kind.typeName(), String.join(", ", accepted)));
    }
}
