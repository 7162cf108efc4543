package io.armwatch.poll.scan;

import java.time.Duration;
import java.time.Instant;

/**
 * What a scan run found, as counts over all of its scans.
 *
 * @param complete whether every resource was seen
 */
public record RunResult(
        Instant startedAt,
        Duration took,
        int expected,
        int seen,
        int unchanged,
        int changed,
        int failed,
        boolean complete) {}
