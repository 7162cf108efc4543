package io.armwatch.poll.scan;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.poll.retry.FailureReasons;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about scans. */
public final class ScanLog {
    private static final Logger LOG = LoggerFactory.getLogger(ScanLog.class);

    private ScanLog() {}

    /**
     * Logs scan runs that were still running at the next tick.
     *
     * @param cause the cause and the remedy, as sentences
     */
    public static void overrun(List<ScanRun> runs, String cause) {
        ScanRun first = runs.get(0);
        LOG.warn(
                "{}: scans outlast their period in {} Azure subscriptions, for example in {}, started at {}; "
                        + "ticks are skipped until they end. {}",
                first.source(),
                runs.size(),
                first.subscription(),
                first.startedAt(),
                cause);
    }

    /** Logs what began to fail in a scan run, and how much recovered. */
    public static void ended(ScanRun run) {
        Map<Kind, List<ScanRun.Trouble>> troubles = run.troubles().stream().collect(groupingBy(Kind::of));
        troubles.forEach((kind, sameKind) -> logTroubles(run.source(), kind, sameKind));
        if (run.recoveries() > 0) {
            LOG.info("{}: {} can be polled again", run.source(), run.recoveries());
        }
    }

    /** The reason and remedy that troubles on one log line share. */
    private record Kind(Reason reason, String remedy) {
        static Kind of(ScanRun.Trouble trouble) {
            Reason reason = trouble.failure().reason();
            return new Kind(
                    reason, FailureReasons.remedy(reason, trouble.failure().code()));
        }
    }

    /** Logs one line for all troubles of a kind, however many there are. */
    private static void logTroubles(String source, Kind kind, Collection<ScanRun.Trouble> troubles) {
        ScanRun.Trouble first = troubles.iterator().next();
        LOG.warn(
                "{}: {} cannot be polled: {}{}{}, for example {} ({}). {}",
                source,
                countText(troubles),
                kind.reason().text(),
                first.failure().code().map(code -> " (" + code + ")").orElse(""),
                first.failure().message().map(message -> ": " + message).orElse(""),
                first.target().id().text(),
                first.callIds(),
                kind.remedy());
    }

    private static String countText(Collection<ScanRun.Trouble> troubles) {
        long lists = troubles.stream()
                .filter(trouble -> trouble.target().suffix().startsWith(Target.LIST))
                .count();
        return Stream.of(countText(troubles.size() - lists, "resource"), countText(lists, "list"))
                .flatMap(Optional::stream)
                .collect(joining(" and "));
    }

    private static Optional<String> countText(long count, String what) {
        return count == 0 ? Optional.empty() : Optional.of(count + " " + what + (count == 1 ? "" : "s"));
    }
}
