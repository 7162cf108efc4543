package io.armwatch.poll;

import io.armwatch.poll.scan.RunResult;
import java.time.Instant;
import java.util.Optional;

/**
 * The scans of one source in one Azure subscription that this process holds, at one moment.
 *
 * @param subscription lower-cased
 * @param runningSince when the scan run that is running began
 * @param last the last scan run that ended; empty if none has ended in this process
 */
public record ScanReport(
        String source, String subscription, Optional<Instant> runningSince, Optional<RunResult> last) {}
