package io.armwatch.management;

import static java.util.stream.Collectors.joining;

import io.armwatch.detection.DetectionService;
import io.armwatch.detection.Installation;
import io.armwatch.poll.scan.OverdueScans.Late;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: whether polls are made and their changes told. */
public final class HealthChecks {
    private static final int NAMED = 10;

    private HealthChecks() {}

    /**
     * Not ready while what is known is being restored.
     *
     * @param held the Azure subscriptions that this process polls
     */
    public static AbstractHealthCheck detection(DetectionService detection, Supplier<List<String>> held) {
        return new Readiness(
                "judgement",
                detection::isRunning,
                () -> detection
                        .restoring()
                        .text()
                        .orElse("Kafka was not reached yet, or the work is being redistributed")) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.detail("subscriptions", String.join(" ", held.get()));
                super.doCall(builder, options);
            }
        };
    }

    /** Not ready while another installation is in the way; another watch list in a process of this one is a detail. */
    public static AbstractHealthCheck installation(Installation installation) {
        return new Readiness(
                "installation",
                () -> installation.conflict().isEmpty(),
                () -> installation.conflict().orElse("")) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                installation.deviation().ifPresent(sentence -> builder.detail("otherSettings", sentence));
                super.doCall(builder, options);
            }
        };
    }

    /**
     * Not ready while Kafka is away.
     *
     * @param paused whether polling pauses for that
     */
    public static AbstractHealthCheck kafka(KafkaProbe probe, BooleanSupplier paused) {
        return new Readiness(
                "kafka",
                () -> probe.reachable() && !paused.getAsBoolean(),
                () -> paused.getAsBoolean() ? "Kafka cannot be reached: polling pauses" : "Kafka cannot be reached");
    }

    /**
     * Names the scans that are late, and is not ready where armwatch itself is the cause, not ARM.
     *
     * @param late the scans that have not ended for three of their periods
     */
    public static AbstractHealthCheck polling(Supplier<List<Late>> late) {
        return new AbstractHealthCheck("armwatch", "polling") {
            @Override
            public boolean isLiveness() {
                return false;
            }

            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                List<Late> scans = late.get();
                List<Late> stuck = scans.stream().filter(Late::stuck).toList();
                if (!scans.isEmpty()) {
                    builder.detail("late", text(scans));
                }
                if (stuck.isEmpty()) {
                    builder.up();
                } else {
                    builder.message("Polling is stuck: " + text(stuck)).down();
                }
            }
        };
    }

    private static String text(List<Late> scans) {
        String named = scans.stream().limit(NAMED).map(Late::text).collect(joining("; "));
        return scans.size() <= NAMED ? named : named + "; and " + (scans.size() - NAMED) + " more";
    }

    /**
     * Not ready while armwatch can get no token.
     *
     * @param problem what is wrong with the credential, shown also while that does no harm to readiness
     */
    public static AbstractHealthCheck credential(BooleanSupplier well, Supplier<Optional<String>> problem) {
        return new Readiness("credential", well, () -> problem.get().orElse("No token can be had")) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                problem.get().ifPresent(text -> builder.detail("problem", text));
                super.doCall(builder, options);
            }
        };
    }

    private static class Readiness extends AbstractHealthCheck {
        private final BooleanSupplier well;
        private final Supplier<String> otherwise;

        Readiness(String id, BooleanSupplier well, Supplier<String> otherwise) {
            super("armwatch", id);
            this.well = well;
            this.otherwise = otherwise;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            if (well.getAsBoolean()) {
                builder.up();
            } else {
                builder.message(otherwise.get()).down();
            }
        }
    }
}
