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

/** What the log says of scans. */
public final class ScanLog {
    private static final Logger LOG = LoggerFactory.getLogger(ScanLog.class);

    private ScanLog() {}

    /**
     * A tick found these still running.
     *
     * @param cause why, and what to do, as sentences
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

    /** What a scan has met that can no longer be polled, and what can be again. */
    public static void ended(ScanRun run) {
        Map<Kind, List<ScanRun.Trouble>> troubles = run.troubles().stream().collect(groupingBy(Kind::of));
        troubles.forEach((kind, them) -> trouble(run.source(), kind, them));
        if (run.recoveries() > 0) {
            LOG.info("{}: {} can be polled again", run.source(), run.recoveries());
        }
    }

    /** What troubles of one line share. */
    private record Kind(Reason reason, String remedy) {
        static Kind of(ScanRun.Trouble trouble) {
            Reason reason = trouble.failure().reason();
            return new Kind(
                    reason, FailureReasons.remedy(reason, trouble.failure().code()));
        }
    }

    /** One line for all that share a reason and a remedy, however many they are. */
    private static void trouble(String source, Kind kind, Collection<ScanRun.Trouble> troubles) {
        ScanRun.Trouble first = troubles.iterator().next();
        LOG.warn(
                "{}: {} cannot be polled: {}{}{}, for example {} ({}). {}",
                source,
                counted(troubles),
                kind.reason().text(),
                first.failure().code().map(code -> " (" + code + ")").orElse(""),
                first.failure().message().map(message -> ": " + message).orElse(""),
                first.target().id().text(),
                first.callIds(),
                kind.remedy());
    }

    private static String counted(Collection<ScanRun.Trouble> troubles) {
        long lists = troubles.stream()
                .filter(trouble -> trouble.target().suffix().startsWith(Target.LIST))
                .count();
        return Stream.of(counted(troubles.size() - lists, "resource"), counted(lists, "list"))
                .flatMap(Optional::stream)
                .collect(joining(" and "));
    }

    private static Optional<String> counted(long count, String what) {
        return count == 0 ? Optional.empty() : Optional.of(count + " " + what + (count == 1 ? "" : "s"));
    }
}
