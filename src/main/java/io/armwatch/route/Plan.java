package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Scope;
import io.armwatch.config.Settings;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the scopes come to: the calls of each source, each resource once however many scopes name it. */
final class Plan {
    private final Map<String, Map<String, ArmRequest>> requests = new LinkedHashMap<>();

    static Plan of(Settings.Watch watch) {
        Plan plan = new Plan();
        for (Scope scope : watch.scopes()) {
            if (scope instanceof Scope.One one) {
                Sources.watched(watch.apimKeys()).stream()
                        .filter(source ->
                                source.type().fullName().equals(one.type().fullName()))
                        .forEach(source -> plan.add(source, one.id()));
            }
        }
        return plan;
    }

    private void add(Source source, ArmId id) {
        ArmRequest request = ArmRequest.of(source, id);
        requests.computeIfAbsent(source.name(), name -> new LinkedHashMap<>())
                .putIfAbsent(request.target().key(), request);
    }

    int size() {
        return requests.values().stream().mapToInt(Map::size).sum();
    }

    List<ArmRequest> requests(String source) {
        return List.copyOf(requests.getOrDefault(source, Map.of()).values());
    }
}
