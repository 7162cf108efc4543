package io.armwatch.simulator.estate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A resource's two keys and the instants of their last rotation. {@code toString} masks the keys. */
public record SimulatedKeys(String primary, Instant primaryAt, String secondary, Instant secondaryAt) {
    public SimulatedKeys {
        requireNonNull(primary, "primary");
        requireNonNull(primaryAt, "primaryAt");
        requireNonNull(secondary, "secondary");
        requireNonNull(secondaryAt, "secondaryAt");
    }

    public SimulatedKeys withPrimary(String key, Instant at) {
        return new SimulatedKeys(key, at, secondary, secondaryAt);
    }

    public SimulatedKeys withSecondary(String key, Instant at) {
        return new SimulatedKeys(primary, primaryAt, key, at);
    }

    @Override
    public String toString() {
        return "Keys[primaryAt=" + primaryAt + ", secondaryAt=" + secondaryAt + "]";
    }
}
