package io.armwatch.poll;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.retry.PollBackoff;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Starts the scans of a scan run, with their first requests. */
final class ScanStarter {
    private final Supplier<ScanPlan> plans;
    private final PollBackoff backoff;
    private final RestingKeys resting;

    ScanStarter(Supplier<ScanPlan> plans, PollBackoff backoff, RestingKeys resting) {
        this.plans = plans;
        this.backoff = backoff;
        this.resting = resting;
    }

    /**
     * Parts of the plan, split by whether they are polled now.
     *
     * @param resting single resources that are polled on signals only, for now
     */
    record Due(List<Part> now, List<Part> inBackoff, List<Part> resting) {}

    /** @param requests the first requests of the scans */
    record Start(List<Scan> scans, List<ArmRequest> requests) {}

    Due due(List<Part> parts) {
        Map<Boolean, List<Part>> byRest = parts.stream().collect(partitioningBy(this::isResting));
        Map<Boolean, List<Part>> byBackoff =
                requireNonNull(byRest.get(false)).stream().collect(partitioningBy(this::isInBackoff));
        return new Due(
                requireNonNull(byBackoff.get(false)),
                requireNonNull(byBackoff.get(true)),
                requireNonNull(byRest.get(true)));
    }

    /** Everything, because a signal asks for it. */
    static Due asked(List<Part> parts) {
        return new Due(parts, List.of(), List.of());
    }

    private boolean isResting(Part part) {
        return part.isSingle() && resting.isResting(part.target());
    }

    /** Whether there is nothing to poll now: all parts are in backoff, and they cover no narrower parts. */
    boolean isNothingDue(Due due) {
        return due.now().isEmpty()
                && due.inBackoff().stream()
                        .allMatch(part -> plans.get().covered(part).isEmpty());
    }

    private boolean isInBackoff(Part part) {
        return backoff.isBackedOff(part.target().key());
    }

    /** Starts the scans. Single resources share one scan, and those in backoff count as failed in it. */
    Start start(ScanRun run, SubscriptionScans scans, Due due) {
        Start start = new Start(new ArrayList<>(), new ArrayList<>());
        List<Part> singles = due.now().stream().filter(Part::isSingle).toList();
        if (!singles.isEmpty()) {
            String coverage = plans.get().singlesCoverage(run.source(), run.subscription());
            Scan scan = new Scan(run, singles.get(0).subscriptionPart(), new ScanHistory(), coverage);
            start.scans().add(scan);
            singles.forEach(part -> start.requests().add(ArmRequest.first(part, scan)));
            due.inBackoff().stream().filter(Part::isSingle).forEach(part -> scan.countFailed());
            due.resting().forEach(part -> scan.countUnchanged());
        }
        due.now().stream().filter(part -> !part.isSingle()).forEach(part -> {
            Scan scan = scanOf(run, scans, part);
            start.scans().add(scan);
            start.requests().add(ArmRequest.first(part, scan));
        });
        due.inBackoff().stream()
                .filter(part -> !plans.get().covered(part).isEmpty())
                .forEach(part -> startInstead(start, scanOf(run, scans, part)));
        return start;
    }

    private Scan scanOf(ScanRun run, SubscriptionScans scans, Part part) {
        Scan scan = new Scan(run, part, scans.historyOf(part));
        scan.useFallbacks(plans.get().covered(part));
        scan.startList(part.listing());
        return scan;
    }

    private void startInstead(Start start, Scan scan) {
        scan.markIncomplete();
        List<ArmRequest> instead = firstFallbacks(scan);
        if (!instead.isEmpty()) {
            start.scans().add(scan);
            start.requests().addAll(instead);
        }
    }

    /** The first requests to send instead of a list that is in backoff. */
    private List<ArmRequest> firstFallbacks(Scan scan) {
        for (var next = scan.nextFallbacks(); next.isPresent(); next = scan.nextFallbacks()) {
            Due due = due(next.get());
            due.inBackoff().forEach(part -> scan.countFailed());
            due.resting().forEach(part -> scan.countUnchanged());
            if (!due.now().isEmpty()) {
                return due.now().stream()
                        .map(part -> ArmRequest.first(part, scan))
                        .toList();
            }
        }
        return List.of();
    }
}
