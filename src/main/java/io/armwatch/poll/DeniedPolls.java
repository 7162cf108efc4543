package io.armwatch.poll;

import static java.util.stream.Collectors.toCollection;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Target;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The polls of one source in one Azure subscription that ARM refuses because a right is missing. */
final class DeniedPolls {
    /** By state key. */
    private final Map<String, Denial> open = new LinkedHashMap<>();

    private final Set<String> logged = new HashSet<>();
    private int attempts;
    private ArmError error = new ArmError(true, Optional.empty(), Optional.empty());

    /** @param coverage of the scan that made the poll */
    private record Denial(Target target, String action, String coverage) {}

    synchronized void add(Target target, String action, String coverage, ArmError armError) {
        open.put(target.key(), new Denial(target, action, coverage));
        attempts++;
        error = armError;
    }

    synchronized void remove(String key) {
        open.remove(key);
    }

    /** Removes what a scan no longer polls that has covered all of this without a refusal. */
    synchronized void removeAllOf(String coverage) {
        open.values().removeIf(denial -> denial.coverage().equals(coverage));
    }

    synchronized boolean isOpen() {
        return !open.isEmpty();
    }

    synchronized int attempts() {
        return attempts;
    }

    /** The last refusal. */
    synchronized ArmError error() {
        return error;
    }

    /** The actions that are refused, sorted. */
    synchronized Set<String> actions() {
        return open.values().stream()
                .map(Denial::action)
                .collect(toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
    }

    /** The actions that were not returned here before. */
    synchronized List<String> unloggedActions() {
        return actions().stream()
                .filter(action -> logged.add(action.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Stream<Denial> of(String action) {
        return open.values().stream().filter(denial -> denial.action().equalsIgnoreCase(action));
    }

    /** How many resources and lists an action is refused for. */
    synchronized String countText(String action) {
        long lists = of(action).filter(denial -> denial.target().isList()).count();
        long resources = of(action).count() - lists;
        return lists == 0 ? resources + " resources" : resources + " resources and " + lists + " lists";
    }

    synchronized String example(String action) {
        return of(action).findFirst().map(denial -> denial.target().id().text()).orElse("");
    }
}
