package io.armwatch.chaos;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.it.EventFormatCheck;
import io.armwatch.it.KnownStateCheck;
import io.armwatch.it.ReceivedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The events of one resource, from its discovery to what Azure showed last. */
final class EventChain {
    private static final int MOST_REVISIONS = 10_000;

    private final String id;
    private final List<JsonNode> shown;
    private final List<String> violations = new ArrayList<>();
    /** The value at each path according to the events so far, and which of the shown states that was. */
    private final Map<String, String> values = new TreeMap<>();

    private final Map<String, Integer> positions = new HashMap<>();

    private EventChain(String id, List<JsonNode> shown) {
        this.id = id;
        this.shown = shown;
    }

    /** An event and the revision that its id was made of. */
    private record Step(ReceivedEvent event, long revision) {}

    static List<String> violations(
            String id, List<ReceivedEvent> told, Optional<JsonNode> known, List<JsonNode> shown) {
        EventChain chain = new EventChain(id, shown);
        List<Step> steps = chain.steps(told);
        chain.order(steps);
        chain.walk(steps.stream().sorted(comparing(Step::revision)).toList());
        chain.end();
        known.ifPresentOrElse(
                state -> chain.known(state, steps), () -> chain.violation("wrong known state: there is none"));
        return chain.violations;
    }

    private void violation(String text) {
        violations.add(id + ": " + text);
    }

    private List<Step> steps(List<ReceivedEvent> told) {
        List<Step> steps = new ArrayList<>();
        for (ReceivedEvent event : told) {
            long revision = revision(event);
            if (revision == 0) {
                violation("the id of " + event.type() + " is that of no revision");
            } else {
                steps.add(new Step(event, revision));
            }
        }
        return steps;
    }

    private static long revision(ReceivedEvent event) {
        for (long revision = 1; revision <= MOST_REVISIONS; revision++) {
            if (EventFormatCheck.id(event, revision).equals(event.attribute("id"))) {
                return revision;
            }
        }
        return 0;
    }

    private void order(List<Step> steps) {
        Map<String, Long> last = new HashMap<>();
        for (Step step : steps) {
            Long before = last.put(step.event().topic(), step.revision());
            if (before != null && before > step.revision()) {
                violation("out of order: revision " + step.revision() + " is told behind " + before);
            }
        }
    }

    private void walk(List<Step> steps) {
        boolean discovered = false;
        for (Step step : steps) {
            if (step.event().type().equals("resource.discovered")) {
                if (discovered) {
                    violation("repetition: discovered twice");
                }
                discovered = true;
                values.putAll(KnownStateCheck.leaves(step.event().data().path("state")));
            } else if (!discovered) {
                violation("gap: " + step.event().type() + " is told before it is discovered");
            }
            StateTransition.of(step.event()).forEach(link -> follow(link, step.revision()));
            values.putAll(StateTransition.carried(step.event()));
        }
        if (!discovered) {
            violation("gap: its discovery is not told");
        }
    }

    private void follow(StateTransition link, long revision) {
        String stood = values.getOrDefault(link.path(), "null");
        if (!stood.equals(link.before())) {
            violation("gap: revision " + revision + " goes from " + link.before() + " to " + link.after() + " at "
                    + link.path() + ", where " + stood + " was told before");
        }
        values.put(link.path(), link.after());
        int position = positions.getOrDefault(link.path(), 0) + 1;
        while (position < shown.size() && !shownAt(position, link.path()).equals(link.after())) {
            position++;
        }
        if (position >= shown.size()) {
            violation("repetition: revision " + revision + " goes to " + link.after() + " at " + link.path()
                    + ", which Azure has not shown after what was told before");
        } else {
            positions.put(link.path(), position);
        }
    }

    private String shownAt(int position, String path) {
        return StateTransition.text(shown.get(position).at(path));
    }

    /** The events, applied step by step, lead to what Azure showed last. */
    private void end() {
        Map<String, String> last = last();
        for (String path : paths(values, last)) {
            String stands = values.getOrDefault(path, "null");
            String expected = last.getOrDefault(path, "null");
            if (!stands.equals(expected)) {
                violation("wrong end: " + stands + " at " + path + " by what was told, and Azure shows " + expected);
            }
        }
    }

    private void known(JsonNode known, List<Step> steps) {
        Map<String, String> last = last();
        Map<String, String> state = KnownStateCheck.leaves(known.path("state"));
        if (!state.equals(last)) {
            violation("wrong known state: " + difference(state, last));
        }
        revisions(steps, known.path("revision").asLong());
    }

    private Map<String, String> last() {
        return KnownStateCheck.leaves(shown.get(shown.size() - 1));
    }

    private static Set<String> paths(Map<String, String> some, Map<String, String> others) {
        Set<String> paths = new TreeSet<>(some.keySet());
        paths.addAll(others.keySet());
        return paths;
    }

    private static String difference(Map<String, String> state, Map<String, String> last) {
        return String.join(
                ", ",
                paths(state, last).stream()
                        .filter(path -> !state.getOrDefault(path, "null").equals(last.getOrDefault(path, "null")))
                        .map(path -> state.get(path) + " at " + path + " where Azure shows " + last.get(path))
                        .toList());
    }

    /** Each accepted revision has an event, and no other. */
    private void revisions(List<Step> steps, long last) {
        TreeSet<Long> told = new TreeSet<>(steps.stream().map(Step::revision).toList());
        for (long revision = 1; revision <= last; revision++) {
            if (!told.contains(revision)) {
                violation("gap: revision " + revision + " of " + last + " is known, and no event tells of it");
            }
        }
        told.tailSet(last, false)
                .forEach(revision -> violation(
                        "wrong known state: it is of revision " + last + ", and revision " + revision + " is told"));
    }
}
