package io.armwatch.poll.retry;

import static java.util.stream.Collectors.joining;

import io.armwatch.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The api-version that each source uses: the first that it understands, until ARM refuses it. Then it is the next one, for as long as
 * this process runs. If ARM refuses all of them, the next poll starts with the first again, in case that was a mistake of ARM's.
 */
public final class ApiVersions {
    private static final Logger LOG = LoggerFactory.getLogger(ApiVersions.class);

    private final Map<String, String> fixed;
    private final ConcurrentMap<String, Choice> choices = new ConcurrentHashMap<>();

    /**
     * Creates the choice for all sources.
     *
     * @param fixed by source: the only version to use
     */
    public ApiVersions(Map<String, String> fixed) {
        this.fixed = Map.copyOf(fixed);
    }

    /** What one source uses. */
    private static final class Choice {
        private final List<String> versions;
        private volatile int current;
        private volatile boolean allRefused;
        /** The index of the last version whose use was logged. */
        private int logged;

        Choice(List<String> versions) {
            this.versions = versions;
        }

        String version() {
            return versions.get(current);
        }

        synchronized boolean replace(String refused) {
            int at = versions.indexOf(refused);
            if (at < 0) {
                return false;
            }
            if (at == current) {
                allRefused = at + 1 == versions.size();
                current = allRefused ? 0 : at + 1;
            }
            return at + 1 < versions.size();
        }

        synchronized boolean markLogged() {
            boolean first = current > logged;
            logged = Math.max(logged, current);
            return first;
        }
    }

    private Choice choice(Source source) {
        Choice before = choices.get(source.name()); // a lock less than computeIfAbsent
        return before != null
                ? before
                : choices.computeIfAbsent(
                        source.name(),
                        name -> new Choice(Optional.ofNullable(fixed.get(name))
                                .map(List::of)
                                .orElse(source.apiVersions())));
    }

    /** The version to use now. */
    public String current(Source source) {
        return choice(source).version();
    }

    /**
     * Notes that ARM refuses a version.
     *
     * @return whether there is another one to use instead, which {@link #current} then returns
     */
    public boolean replace(Source source, String refused) {
        Choice choice = choice(source);
        boolean replaced = choice.replace(refused);
        if (replaced && choice.markLogged()) {
            LOG.warn(
                    "{}: ARM refuses api-version {}; armwatch uses {} from now on. Update armwatch before Azure withdraws more of them",
                    source.name(),
                    refused,
                    choice.version());
        }
        return replaced;
    }

    /** How many versions a request can be sent with. */
    public int count(Source source) {
        return choice(source).versions.size();
    }

    /** Notes that ARM accepts a version again. */
    public void markAccepted(Source source) {
        Choice choice = choices.get(source.name());
        if (choice != null && choice.allRefused) { // hardly ever
            choice.allRefused = false;
        }
    }

    /** What sources use instead of the version that they prefer, as text; empty if all use that. */
    public Optional<String> replacements() {
        String text = new TreeMap<>(choices)
                .entrySet().stream()
                        .flatMap(each -> describe(each.getKey(), each.getValue()).stream())
                        .collect(joining("; "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> describe(String source, Choice choice) {
        if (choice.allRefused) {
            return Optional.of(source + ": ARM refuses " + String.join(", ", choice.versions));
        }
        return choice.current == 0
                ? Optional.empty()
                : Optional.of(source + " uses " + choice.version() + ", as ARM refuses "
                        + String.join(", ", choice.versions.subList(0, choice.current)));
    }
}
