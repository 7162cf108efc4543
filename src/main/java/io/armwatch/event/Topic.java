package io.armwatch.event;

/** The topics, named without their common prefix. */
public enum Topic {
    KEY_ROTATIONS("key-rotations"),
    CERTIFICATE_FAILURES("certificate-failures"),
    SUBSCRIPTION_STATES("subscription-states"),
    RESOURCE_CHANGES("resource-changes"),
    POLLING("polling"),
    /** Compacted: the last known state of each resource. */
    KNOWN_STATES("known-states"),
    /** The observations that differ from the known state: input of change detection. Internal. */
    OBSERVATIONS("observations"),
    /**
     * Where the records are that change detection has skipped, and why. Holds nothing of the records themselves.
     * Internal.
     */
    DEAD_LETTERS("dead-letters"),
    /** Compacted: the application ids that use these topics. Internal. */
    INSTALLATIONS("installations"),
    /** What armwatch is asked to poll, scan, pause or resume. Others write it, armwatch reads it. Exists with signals only. */
    SIGNALS("signals"),
    /** Compacted: which sources are paused. Exists with signals only. Internal. */
    PAUSED_SOURCES("paused-sources");

    private final String suffix;

    Topic(String suffix) {
        this.suffix = suffix;
    }

    /** Whether its records are CloudEvents. */
    public boolean holdsEvents() {
        return switch (this) {
            case KNOWN_STATES, OBSERVATIONS, DEAD_LETTERS, INSTALLATIONS, SIGNALS, PAUSED_SOURCES -> false;
            default -> true;
        };
    }

    /** Whether it exists only where armwatch acts on signals. */
    public boolean isOfSignals() {
        return this == SIGNALS || this == PAUSED_SOURCES;
    }

    /** The topic's name, for example {@code azure.key-rotations}. */
    public String name(String prefix) {
        return prefix + "." + suffix;
    }
}
