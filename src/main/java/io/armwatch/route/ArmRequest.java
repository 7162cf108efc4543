package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Target;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpMethods;

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
        HttpMethods method,
        String path,
        String query,
        Walk walk,
        Optional<Listing> page,
        boolean confirming) {

    /** Asks for one resource. */
    static ArmRequest entity(Source source, ArmId id, Walk walk, boolean confirming) {
        return new ArmRequest(
                source,
                new Target(source.name(), id, source.keySuffix()),
                source.action().isPresent() ? HttpMethods.POST : HttpMethods.GET,
                encoded(id.text()) + source.action().map(action -> "/" + action).orElse(""),
                query(source),
                walk,
                Optional.empty(),
                confirming);
    }

    /** Asks for the first page of a list. */
    static ArmRequest list(Listing listing, Walk walk) {
        return page(listing, walk, encoded(listing.id().text()), firstQuery(walk));
    }

    /** Asks for a further page, by what a nextLink says. */
    static ArmRequest page(Listing listing, Walk walk, String path, String query) {
        return new ArmRequest(
                walk.source(),
                Sources.list(walk.source(), listing.id()),
                HttpMethods.GET,
                path,
                query,
                walk,
                Optional.of(listing),
                false);
    }

    /** Whether it asks for a page of a list that is not the first. */
    boolean isFurtherPage() {
        return page.filter(listing -> !encoded(listing.id().text()).equals(path) || !query.equals(firstQuery(walk)))
                .isPresent();
    }

    private static String firstQuery(Walk walk) {
        return query(walk.source());
    }

    /** One for all of a source: each scan asks for each of its resources. */
    private static String query(Source source) {
        return ("api-version=" + source.apiVersion()).intern();
    }

    /** What it spends of ARM's rate limits. */
    Kind kind() {
        return method == HttpMethods.POST ? Kind.WRITES : Kind.READS;
    }

    String subscription() {
        return target.id().subscriptionId();
    }

    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 128 || !(Character.isLetterOrDigit(c) || c == '/' || c == '-' || c == '.' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    /** Names may hold spaces and letters of any script; a path may not. */
    private static String encoded(String path) {
        if (isPlain(path)) {
            return path;
        }
        return Arrays.stream(path.split("/", -1))
                .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
