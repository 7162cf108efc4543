package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Target;
import io.armwatch.route.Plan.Part;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.core5.http.Method;

/**
 * One call of ARM.
 *
 * @param path the encoded path, from the endpoint's root
 * @param query the encoded query
 * @param page the list that this is a page of; empty where it asks for one resource
 * @param confirming whether a complete list no longer has the resource, and this is to confirm it
 */
record ArmRequest(
        Source source,
        Target target,
        Method method,
        String path,
        String query,
        Walk walk,
        Optional<Listing> page,
        boolean confirming) {

    private static final ConcurrentMap<String, String> QUERIES = new ConcurrentHashMap<>();

    /** Asks for one resource. */
    static ArmRequest entity(Source source, ArmId id, Walk walk, boolean confirming) {
        return new ArmRequest(
                source,
                new Target(source.name(), id, source.keySuffix()),
                source.action().isPresent() ? Method.POST : Method.GET,
                id.path() + source.action().map(action -> "/" + action).orElse(""),
                query(source),
                walk,
                Optional.empty(),
                confirming);
    }

    /** Asks for what a part of the plan begins with: one resource, or the first page of a list. */
    static ArmRequest first(Part part, Walk walk) {
        return part.isSingle() ? entity(part.source(), part.id(), walk, false) : list(part.listing(), walk);
    }

    /** Asks for the first page of a list. */
    static ArmRequest list(Listing listing, Walk walk) {
        return page(listing, walk, listing.id().path(), firstQuery(walk));
    }

    /** Asks for a further page, by what a nextLink says. */
    static ArmRequest page(Listing listing, Walk walk, String path, String query) {
        return new ArmRequest(
                walk.source(),
                Sources.list(walk.source(), listing.id()),
                Method.GET,
                path,
                query,
                walk,
                Optional.of(listing),
                false);
    }

    /** Whether it asks for a page of a list that is not the first. */
    boolean isFurtherPage() {
        return page.filter(listing -> !listing.id().path().equals(path) || !query.equals(firstQuery(walk)))
                .isPresent();
    }

    private static String firstQuery(Walk walk) {
        return query(walk.source());
    }

    /** One for all of a source: each scan asks for each of its resources. */
    private static String query(Source source) {
        return QUERIES.computeIfAbsent(source.apiVersion(), version -> "api-version=" + version);
    }

    /** What it spends of ARM's rate limits. */
    Kind kind() {
        return method == Method.POST ? Kind.WRITES : Kind.READS;
    }

    String subscription() {
        return target.id().subscriptionId();
    }
}
