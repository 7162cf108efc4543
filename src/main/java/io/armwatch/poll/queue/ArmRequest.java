package io.armwatch.poll.queue;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Labels;
import io.armwatch.change.Target;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.scan.Scan;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Method;

/**
 * One request to ARM.
 *
 * @param path the encoded path, from the endpoint's root
 * @param link the encoded query of a nextLink; empty for a request that only names the api-version
 * @param page the list of which this is a page; empty for a single resource
 * @param confirming whether a complete list no longer holds the resource, and this request confirms that it is gone
 * @param listed the region and tags by the list that led to this request: of the resource, else of its nearest parent
 */
public record ArmRequest(
        Source source,
        Target target,
        Method method,
        String path,
        Optional<String> link,
        Scan scan,
        Optional<Listing> page,
        boolean confirming,
        Labels listed) {

    private static final Pattern VERSION = Pattern.compile("(?i)(?:^|&)api-version=([^&]*)");
    /** By api-version; cached because each scan sends it for each resource. */
    private static final ConcurrentMap<String, String> QUERIES = new ConcurrentHashMap<>();

    /** The request for one resource. */
    public static ArmRequest entity(Source source, ArmId id, Scan scan, boolean confirming) {
        return new ArmRequest(
                source,
                new Target(source.name(), id, source.keySuffix()),
                source.action().isPresent() ? Method.POST : Method.GET,
                id.path() + source.action().map(action -> "/" + action).orElse(""),
                Optional.empty(),
                scan,
                Optional.empty(),
                confirming,
                Labels.NONE);
    }

    /** The first request of a part of the plan: one resource, or the first page of a list. */
    public static ArmRequest first(Part part, Scan scan) {
        return part.isSingle() ? entity(part.source(), part.id(), scan, false) : list(part.listing(), scan);
    }

    /** The request for the first page of a list. */
    public static ArmRequest list(Listing listing, Scan scan) {
        return page(listing, scan, listing.id().path(), Optional.empty());
    }

    /** The request for a page with the path and query of a nextLink. */
    public static ArmRequest page(Listing listing, Scan scan, String path, String query) {
        return page(listing, scan, path, Optional.of(query));
    }

    private static ArmRequest page(Listing listing, Scan scan, String path, Optional<String> link) {
        return new ArmRequest(
                scan.source(),
                Sources.listTarget(scan.source(), listing.id()),
                Method.GET,
                path,
                link,
                scan,
                Optional.of(listing),
                false,
                Labels.NONE);
    }

    /** The same request with what a list says about the resource or its parent. */
    public ArmRequest with(Labels labels) {
        return new ArmRequest(source, target, method, path, link, scan, page, confirming, labels);
    }

    /** Whether it is for a page of a list other than the first. */
    public boolean isFurtherPage() {
        return link.isPresent();
    }

    /** The same request from the beginning: the first page instead of a further one. */
    ArmRequest fromBeginning() {
        return page.filter(listing -> isFurtherPage())
                .map(listing -> list(listing, scan).with(listed))
                .orElse(this);
    }

    /**
     * The encoded query.
     *
     * @param apiVersion the version to name; a nextLink names its own
     */
    public String query(String apiVersion) {
        return link.orElseGet(() -> QUERIES.computeIfAbsent(apiVersion, version -> "api-version=" + version));
    }

    /**
     * The api-version that it is sent with.
     *
     * @param current the one that its source uses now
     */
    public String apiVersion(String current) {
        return link.map(VERSION::matcher)
                .filter(Matcher::find)
                .map(named -> named.group(1))
                .orElse(current);
    }

    /** The action of Azure's role-based access control that it needs. */
    public String action() {
        Optional<String> post = page.isPresent() ? Optional.empty() : source.action();
        return target.id().type() + post.map(each -> "/" + each + "/action").orElse("/read");
    }

    /** Which of ARM's rate limits it spends. */
    public Kind kind() {
        return method == Method.POST ? Kind.WRITES : Kind.READS;
    }

    public String subscription() {
        return target.id().subscriptionId();
    }
}
