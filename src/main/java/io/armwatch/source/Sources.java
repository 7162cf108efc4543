package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Detection;
import io.armwatch.change.Incident;
import io.armwatch.change.StateComparison;
import io.armwatch.change.Target;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The registry of all sources: the lines of {@code META-INF/services/io.armwatch.source.Source}, in their order.
 */
public final class Sources {
    private static final List<Source> ALL = ServiceLoader.load(Source.class, Sources.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Sources() {}

    public static List<Source> all() {
        return ALL;
    }

    /** The source of a target; empty for a list and for a target that this version does not know. */
    public static Optional<Source> of(Target target) {
        return ALL.stream()
                .filter(source -> source.name().equals(target.source())
                        && source.keySuffix().equals(target.suffix()))
                .findFirst();
    }

    /** The second view of a source's resources ({@link Source#isSecondView}), if it has one. */
    public static Optional<Source> secondView(Source source) {
        return ALL.stream()
                .filter(other -> other != source && other.name().equals(source.name()))
                .filter(Source::isSecondView)
                .findFirst();
    }

    /** The target of a list that a source reads. It has outages and scans of its own, but no state. */
    public static Target listTarget(Source source, ArmId id) {
        return new Target(source.name(), id, Target.LIST + source.name());
    }

    /** How states of a target are compared; empty if this version does not know the target. */
    public static Optional<StateComparison> comparison(Target target) {
        boolean list = target.suffix().equals(Target.LIST + target.source());
        return list ? Optional.of(NoState.INSTANCE) : of(target).map(source -> source);
    }

    /**
     * The sources with a schedule of their own. Second views have none: a poll of the first view decides whether they
     * are polled too.
     */
    public static List<Source> scheduled() {
        return ALL.stream().filter(source -> !source.isSecondView()).toList();
    }

    /** The comparison for lists and scopes, which have no state and so no changes of it. */
    private enum NoState implements StateComparison {
        INSTANCE;

        @Override
        public Detection firstSight(JsonNode state) {
            return Detection.NOTHING;
        }

        @Override
        public List<Incident> initialIncidents(JsonNode state) {
            return List.of();
        }

        @Override
        public boolean isSame(JsonNode before, JsonNode after) {
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
