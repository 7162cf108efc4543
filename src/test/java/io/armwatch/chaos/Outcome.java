package io.armwatch.chaos;

import java.util.List;

/**
 * What came of a scenario.
 *
 * @param faults those injected
 * @param events how many events were checked
 */
record Outcome(String faults, int events, List<String> violations) {}
