package io.armwatch.management;

import static java.util.stream.Collectors.joining;

import io.armwatch.detection.Installation;
import io.armwatch.poll.scan.OverdueScans.Late;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The readiness checks: whether armwatch polls and can publish changes. */
public final class HealthChecks {
    private static final int NAMED = 10;

    private HealthChecks() {}

    /**
     * Not ready while the known states are being restored, and before scans may begin.
     *
     * @param waiting why nothing is polled yet, as a sentence; empty once scans may begin
     * @param polled the Azure subscriptions that this process polls
     */
    public static AbstractHealthCheck detection(Supplier<Optional<String>> waiting, Supplier<List<String>> polled) {
        return new Readiness(
                "detection", () -> waiting.get().isEmpty(), () -> waiting.get().orElse("")) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.detail("subscriptions", String.join(" ", polled.get()));
                super.doCall(builder, options);
            }
        };
    }

    /**
     * Not ready while another installation conflicts with this one. A process with other settings is reported as a
     * detail only.
     */
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
     * Says that ARM does not answer. Ready even then, because a restart does not help: armwatch polls on, and reports what fails.
     *
     * @param problem as a sentence
     */
    public static AbstractHealthCheck azure(Supplier<Optional<String>> problem) {
        return notice("azure", problem);
    }

    /**
     * Names the scopes whose Azure subscriptions cannot be listed. Ready even then, because what was found before is still polled.
     *
     * @param problems as sentences
     */
    public static AbstractHealthCheck scopes(Supplier<List<String>> problems) {
        return notice(
                "scopes", () -> Optional.of(String.join("; ", problems.get())).filter(text -> !text.isEmpty()));
    }

    /**
     * Says why a changed watch list is not in force. Ready even then, because the one before still is.
     *
     * @param problem as a sentence
     */
    public static AbstractHealthCheck watchList(Supplier<Optional<String>> problem) {
        return notice("watch-list", problem);
    }

    /** A check that is always UP, and shows a problem as a detail. */
    private static AbstractHealthCheck notice(String id, Supplier<Optional<String>> problem) {
        return new Readiness(id, () -> true, () -> "") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                problem.get().ifPresent(text -> builder.detail("problem", text));
                super.doCall(builder, options);
            }
        };
    }

    /**
     * Names the paused sources. Ready even if signals cannot be read, because schedules go on.
     *
     * @param paused the paused sources, each with the time since when
     * @param reading whether signals are read
     */
    public static AbstractHealthCheck signals(Supplier<Map<String, Instant>> paused, BooleanSupplier reading) {
        return new Readiness("signals", () -> true, () -> "") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                Map<String, Instant> sources = paused.get();
                if (!sources.isEmpty()) {
                    builder.detail(
                            "paused",
                            sources.entrySet().stream()
                                    .map(each -> each.getKey() + " since " + each.getValue())
                                    .collect(joining("; ")));
                }
                if (!reading.getAsBoolean()) {
                    builder.detail("problem", "Signals cannot be read; scans that have begun go on by their schedules");
                }
                super.doCall(builder, options);
            }
        };
    }

    /**
     * Not ready while Kafka cannot be reached.
     *
     * @param paused whether polling is paused because of that
     */
    public static AbstractHealthCheck kafka(KafkaProbe probe, BooleanSupplier paused) {
        return new Readiness(
                "kafka",
                () -> probe.isReachable() && !paused.getAsBoolean(),
                () -> paused.getAsBoolean() ? "Kafka cannot be reached; polling is paused" : "Kafka cannot be reached");
    }

    /**
     * Names the late scans. Not ready only if armwatch itself is the cause, not ARM.
     *
     * @param late the scans that have not been complete for three periods
     * @param versions which sources use another api-version than they prefer; shown as a detail
     */
    public static AbstractHealthCheck polling(Supplier<List<Late>> late, Supplier<Optional<String>> versions) {
        return new AbstractHealthCheck("armwatch", "polling") {
            @Override
            public boolean isLiveness() {
                return false;
            }

            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                List<Late> scans = late.get();
                List<Late> stuck = scans.stream().filter(Late::stuck).toList();
                versions.get().ifPresent(text -> builder.detail("apiVersions", text));
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
     * Not ready while armwatch cannot get a token.
     *
     * @param healthy whether polls have a valid token
     * @param problem what is wrong with the credential; shown as a detail even while the check is healthy
     */
    public static AbstractHealthCheck credential(BooleanSupplier healthy, Supplier<Optional<String>> problem) {
        return new Readiness("credential", healthy, () -> problem.get().orElse("No token can be obtained")) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                problem.get().ifPresent(text -> builder.detail("problem", text));
                super.doCall(builder, options);
            }
        };
    }

    private static class Readiness extends AbstractHealthCheck {
        private final BooleanSupplier healthy;
        private final Supplier<String> problem;

        Readiness(String id, BooleanSupplier healthy, Supplier<String> problem) {
            super("armwatch", id);
            this.healthy = healthy;
            this.problem = problem;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            if (healthy.getAsBoolean()) {
                builder.up();
            } else {
                builder.message(problem.get()).down();
            }
        }
    }
}
