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
 * One request to ARM.
 *
 * @param path the encoded path, from the endpoint's root
 * @param query the encoded query
 * @param page the list of which this is a page; empty for a single resource
 * @param confirming whether a complete list no longer holds the resource, and this request confirms that it is gone
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

    /** The request for one resource. */
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

    /** The first request of a part of the plan: one resource, or the first page of a list. */
    public static ArmRequest first(Part part, Scan scan) {
        return part.isSingle() ? entity(part.source(), part.id(), scan, false) : list(part.listing(), scan);
    }

    /** The request for the first page of a list. */
    public static ArmRequest list(Listing listing, Scan scan) {
        return page(listing, scan, listing.id().path(), firstQuery(scan));
    }

    /** The request for a page with the path and query of a nextLink. */
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

    /** Whether it is for a page of a list other than the first. */
    public boolean isFurtherPage() {
        return page.filter(listing -> !listing.id().path().equals(path) || !query.equals(firstQuery(scan)))
                .isPresent();
    }

    private static String firstQuery(Scan scan) {
        return query(scan.source());
    }

    /** The query of a source, cached because each scan sends it for each resource. */
    private static String query(Source source) {
        return QUERIES.computeIfAbsent(source.apiVersions().get(0), version -> "api-version=" + version);
    }

    /** Which of ARM's rate limits it spends. */
    public Kind kind() {
        return method == Method.POST ? Kind.WRITES : Kind.READS;
    }

    public String subscription() {
        return target.id().subscriptionId();
    }
}
