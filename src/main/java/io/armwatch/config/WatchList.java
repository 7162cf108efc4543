package io.armwatch.config;

import io.armwatch.azure.Exclusions;
import io.armwatch.azure.Scope;
import io.armwatch.azure.ScopeParser;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@code watch.yaml} holds: the scopes, and what is taken out of them. */
public record WatchList(List<Scope> scopes, Exclusions exclusions) {
    static final WatchList NONE = new WatchList(List.of(), Exclusions.NONE);

    public WatchList {
        scopes = List.copyOf(scopes);
    }

    /**
     * Reads a watch list from the bytes of its file.
     *
     * @param file names the place of a problem
     * @throws ConfigurationException with all problems
     */
    public static WatchList parse(Path file, byte[] content) throws ConfigurationException {
        List<String> problems = new ArrayList<>();
        WatchList read = WatchFile.parse(file, content, parser(), problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return read;
    }

    /** Reads a file, and adds whatever is wrong to the problems. */
    static WatchList read(Path file, List<String> problems) {
        return WatchFile.read(file, parser(), problems);
    }

    private static ScopeParser parser() {
        return new ScopeParser(Sources.all().stream()
                .map(Source::types)
                .flatMap(List::stream)
                .distinct()
                .toList());
    }

    /**
     * What one watch list has and another one has not.
     *
     * @param scopes the lower-cased scopes
     * @param exclusions the lower-cased ids that are taken out
     */
    public record Surplus(Set<String> scopes, Set<String> exclusions) {
        public boolean isEmpty() {
            return scopes.isEmpty() && exclusions.isEmpty();
        }
    }

    /** What this watch list has and another one has not. Order, casing and repetition make no difference. */
    public Surplus beyond(WatchList other) {
        return new Surplus(
                without(texts(), other.texts()),
                without(exclusions.keys(), other.exclusions().keys()));
    }

    private Set<String> texts() {
        return scopes.stream()
                .map(scope -> scope.text().toLowerCase(Locale.ROOT).replaceAll("/+$", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> without(Collection<String> all, Collection<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
