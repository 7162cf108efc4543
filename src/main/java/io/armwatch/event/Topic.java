package io.armwatch.event;

/** The topics, less their common prefix. */
public enum Topic {
    KEY_ROTATIONS("key-rotations"),
    CERTIFICATE_FAILURES("certificate-failures"),
    SUBSCRIPTION_STATES("subscription-states"),
    RESOURCE_CHANGES("resource-changes"),
    POLLING("polling"),
    /** Compacted: the last known state of each resource. */
    KNOWN_STATES("known-states"),
    /** What the eyes saw and found different: input of the judgement, not a contract. */
    OBSERVATIONS("observations"),
    /** Where an observation is that could not be judged, and why: it holds up no other. Not a contract. */
    DEAD_LETTERS("dead-letters"),
    /** Compacted: which application ids have worked on these topics. Not a contract. */
    INSTALLATIONS("installations");

    private final String suffix;

    Topic(String suffix) {
        this.suffix = suffix;
    }

    /** Whether its records are events. */
    public boolean holdsEvents() {
        return switch (this) {
            case KNOWN_STATES, OBSERVATIONS, DEAD_LETTERS, INSTALLATIONS -> false;
            default -> true;
        };
    }

    /** The topic's name, for example {@code azure.key-rotations}. */
    public String name(String prefix) {
        return prefix + "." + suffix;
    }
}
