package io.armwatch.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A resource's two keys and the instants of their last rotation. Masks itself. */
record Keys(String primary, Instant primaryAt, String secondary, Instant secondaryAt) {
    Keys {
        requireNonNull(primary, "primary");
        requireNonNull(primaryAt, "primaryAt");
        requireNonNull(secondary, "secondary");
        requireNonNull(secondaryAt, "secondaryAt");
    }

    Keys withPrimary(String key, Instant at) {
        return new Keys(key, at, secondary, secondaryAt);
    }

    Keys withSecondary(String key, Instant at) {
        return new Keys(primary, primaryAt, key, at);
    }

    @Override
    public String toString() {
        return "Keys[primaryAt=" + primaryAt + ", secondaryAt=" + secondaryAt + "]";
    }
}
