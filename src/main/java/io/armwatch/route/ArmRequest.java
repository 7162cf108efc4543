package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.source.Source;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpMethods;

/**
 * One call of ARM that shows one target.
 *
 * @param path the encoded path, from the endpoint's root
 */
record ArmRequest(Source source, Target target, HttpMethods method, String path, String query) {

    static ArmRequest of(Source source, ArmId id) {
        return new ArmRequest(
                source,
                new Target(source.name(), id, source.keySuffix()),
                source.action().isPresent() ? HttpMethods.POST : HttpMethods.GET,
                encoded(id.text()) + source.action().map(action -> "/" + action).orElse(""),
                "api-version=" + source.apiVersion());
    }

    /** Names may hold spaces and letters of any script; a path may not. */
    private static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
