package io.armwatch.poll.plan;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.poll.plan.ScanPlan.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a plan would start and stop watching, compared with what known states show that an installation watches. A scan that has never
 * been complete does not show.
 *
 * @param starts the ids of scopes and resources, by source
 * @param stops the ids of known resources, by source
 */
public record WatchDifference(Map<String, Set<String>> starts, Map<String, Set<String>> stops) {
    /** See {@link Part#coverage}. */
    private static final Pattern COVERAGE = Pattern.compile("(.+?) by .+?(?: of .+?)?(?: without (.+))?");

    /**
     * A list that an installation scans.
     *
     * @param below the lower-cased id above everything that it holds
     * @param without the lower-cased ids that it leaves out
     */
    private record Scanned(String below, Set<String> without) {
        static Optional<Scanned> of(KnownState.CompleteScan scan) {
            Matcher parts = COVERAGE.matcher(scan.coverage());
            return parts.matches() // it does not for single resources
                    ? Optional.of(new Scanned(
                            parts.group(1),
                            parts.group(2) == null
                                    ? Set.of()
                                    : Set.of(parts.group(2).split(", "))))
                    : Optional.empty();
        }

        boolean holds(ArmId id) {
            return (id.key() + "/").startsWith(below + "/")
                    && without.stream().noneMatch(each -> (id.key() + "/").startsWith(each + "/"));
        }
    }

    /**
     * Finds the difference.
     *
     * @param plan what is to be watched
     * @param known the known states of the installation, those of lists among them
     */
    public static WatchDifference of(CurrentPlan plan, Collection<KnownState> known) {
        Map<String, Set<String>> starts = new TreeMap<>();
        Map<String, Set<String>> stops = new TreeMap<>();
        Map<String, List<Scanned>> scanned = known.stream()
                .filter(state -> state.target().isList())
                .flatMap(state -> state.completeScan().flatMap(Scanned::of).stream()
                        .map(scan -> Map.entry(state.target().source(), scan)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        Set<String> keys = known.stream().map(state -> state.target().key()).collect(Collectors.toSet());
        for (Part part : plan.plan().all()) {
            addStarts(part, scanned.getOrDefault(part.source().name(), List.of()), keys, starts);
        }
        known.stream()
                .filter(WatchDifference::isWatchedResource)
                .map(KnownState::target)
                .filter(target -> !plan.coverage().covers(target))
                .forEach(target -> add(target.source(), target.id(), stops));
        return new WatchDifference(starts, stops);
    }

    /** What would be watched from then on: a sentence with counts, then a line for each id. */
    public List<String> startLines() {
        return lines("starts watching: ", "+ ", starts);
    }

    /** What would no longer be watched, likewise. */
    public List<String> stopLines() {
        return lines("stops watching: ", "- ", stops);
    }

    private static List<String> lines(String begin, String sign, Map<String, Set<String>> ids) {
        List<String> lines = new ArrayList<>();
        lines.add(begin
                + (ids.isEmpty()
                        ? "nothing"
                        : ids.entrySet().stream()
                                .map(each -> each.getValue().size() + " " + each.getKey())
                                .collect(Collectors.joining(", "))));
        ids.forEach((source, each) -> each.forEach(id -> lines.add(sign + source + " " + id)));
        return lines;
    }

    private static boolean isWatchedResource(KnownState state) {
        return !state.target().isList() && !state.deleted() && !state.isQuiet();
    }

    private static void addStarts(Part part, List<Scanned> scanned, Set<String> keys, Map<String, Set<String>> starts) {
        String source = part.source().name();
        if (part.isSingle()) {
            if (!keys.contains(part.target().key()) && scanned.stream().noneMatch(each -> each.holds(part.id()))) {
                add(source, part.id(), starts);
            }
            return;
        }
        if (scanned.stream().noneMatch(each -> each.holds(part.below()))) {
            add(source, part.id(), starts);
            return;
        }
        scanned.stream()
                .filter(each -> each.holds(part.below()))
                .flatMap(each -> each.without().stream())
                .map(ArmId::of)
                .filter(id -> (id.key() + "/").startsWith(part.below().key() + "/"))
                .filter(id -> !part.exclusions().contain(id))
                .forEach(id -> add(source, id, starts));
    }

    private static void add(String source, ArmId id, Map<String, Set<String>> ids) {
        ids.computeIfAbsent(source, same -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
                .add(id.text());
    }
}
