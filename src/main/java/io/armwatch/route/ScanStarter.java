package io.armwatch.route;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

import io.armwatch.route.Plan.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a scan run begins with: the scopes that it scans, and the first requests of each. */
final class ScanStarter {
    private final Plan plan;
    private final Rests rests;

    ScanStarter(Plan plan, Rests rests) {
        this.plan = plan;
        this.rests = rests;
    }

    /** Parts of the plan, by whether they are in backoff at present. */
    record Due(List<Part> now, List<Part> inBackoff) {}

    /** @param requests those that the walks begin with */
    record Start(List<Walk> walks, List<ArmRequest> requests) {}

    Due due(List<Part> parts) {
        Map<Boolean, List<Part>> byBackoff = parts.stream().collect(partitioningBy(this::isInBackoff));
        return new Due(requireNonNull(byBackoff.get(false)), requireNonNull(byBackoff.get(true)));
    }

    /** Whether there is nothing to poll at present: all is in backoff, and nothing narrower is watched. */
    boolean isNothing(Due due) {
        return due.now().isEmpty()
                && due.inBackoff().stream().allMatch(part -> plan.covered(part).isEmpty());
    }

    private boolean isInBackoff(Part part) {
        return rests.rests(part.target().key());
    }

    /** Single resources share a walk; those in backoff cannot be seen. */
    Start start(Scan scan, SubscriptionScans scans, Due due) {
        Start start = new Start(new ArrayList<>(), new ArrayList<>());
        List<Part> singles = due.now().stream().filter(Part::isSingle).toList();
        if (!singles.isEmpty()) {
            String coverage = plan.singles(scan.source(), scan.subscription());
            Walk walk = new Walk(scan, singles.get(0).together(), new Met(), coverage);
            start.walks().add(walk);
            singles.forEach(part -> start.requests().add(ArmRequest.first(part, walk)));
            due.inBackoff().stream().filter(Part::isSingle).forEach(part -> walk.failed());
        }
        due.now().stream().filter(part -> !part.isSingle()).forEach(part -> {
            Walk walk = walk(scan, scans, part);
            start.walks().add(walk);
            start.requests().add(ArmRequest.first(part, walk));
        });
        due.inBackoff().stream()
                .filter(part -> !plan.covered(part).isEmpty())
                .forEach(part -> startInstead(start, walk(scan, scans, part)));
        return start;
    }

    private Walk walk(Scan scan, SubscriptionScans scans, Part part) {
        Walk walk = new Walk(scan, part, scans.met(part));
        walk.fallsBackOn(plan.covered(part));
        walk.begins(part.listing());
        return walk;
    }

    private void startInstead(Start start, Walk walk) {
        walk.lacks();
        List<ArmRequest> instead = instead(walk);
        if (!instead.isEmpty()) {
            start.walks().add(walk);
            start.requests().addAll(instead);
        }
    }

    /** What is polled first instead of a list that is in backoff. */
    private List<ArmRequest> instead(Walk walk) {
        for (var next = walk.fallBack(); next.isPresent(); next = walk.fallBack()) {
            Due due = due(next.get());
            due.inBackoff().forEach(part -> walk.failed());
            if (!due.now().isEmpty()) {
                return due.now().stream()
                        .map(part -> ArmRequest.first(part, walk))
                        .toList();
            }
        }
        return List.of();
    }
}
