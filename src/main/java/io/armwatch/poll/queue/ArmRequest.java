package io.armwatch.poll.queue;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Target;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.scan.Scan;
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
public record ArmRequest(
        Source source,
        Target target,
        Method method,
        String path,
        String query,
        Scan scan,
        Optional<Listing> page,
        boolean confirming) {

    private static final ConcurrentMap<String, String> QUERIES = new ConcurrentHashMap<>();

    /** Asks for one resource. */
    public static ArmRequest entity(Source source, ArmId id, Scan scan, boolean confirming) {
        return new ArmRequest(
                source,
                new Target(source.name(), id, source.keySuffix()),
                source.action().isPresent() ? Method.POST : Method.GET,
                id.path() + source.action().map(action -> "/" + action).orElse(""),
                query(source),
                scan,
                Optional.empty(),
                confirming);
    }

    /** Asks for what a part of the plan begins with: one resource, or the first page of a list. */
    public static ArmRequest first(Part part, Scan scan) {
        return part.isSingle() ? entity(part.source(), part.id(), scan, false) : list(part.listing(), scan);
    }

    /** Asks for the first page of a list. */
    public static ArmRequest list(Listing listing, Scan scan) {
        return page(listing, scan, listing.id().path(), firstQuery(scan));
    }

    /** Asks for a further page, by what a nextLink says. */
    public static ArmRequest page(Listing listing, Scan scan, String path, String query) {
        return new ArmRequest(
                scan.source(),
                Sources.listTarget(scan.source(), listing.id()),
                Method.GET,
                path,
                query,
                scan,
                Optional.of(listing),
                false);
    }

    /** Whether it asks for a page of a list that is not the first. */
    public boolean isFurtherPage() {
        return page.filter(listing -> !listing.id().path().equals(path) || !query.equals(firstQuery(scan)))
                .isPresent();
    }

    private static String firstQuery(Scan scan) {
        return query(scan.source());
    }

    /** One for all of a source: each scan asks for each of its resources. */
    private static String query(Source source) {
        return QUERIES.computeIfAbsent(source.apiVersion(), version -> "api-version=" + version);
    }

    /** What it spends of ARM's rate limits. */
    public Kind kind() {
        return method == Method.POST ? Kind.WRITES : Kind.READS;
    }

    public String subscription() {
        return target.id().subscriptionId();
    }
}
