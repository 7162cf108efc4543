package io.armwatch.simulator.estate;

import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.kind.Kinds;
import io.armwatch.simulator.wire.ArmErrorException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A request's path, parsed.
 *
 * @param path without query and trailing slash
 */
public record RequestPath(Kind kind, String path, String subscription, Verb verb) {
    /** The lower-cased path; for a list, its key in the estate. */
    public String key() {
        return path.toLowerCase(Locale.ROOT);
    }

    /** The second segment of the path if the first is {@code subscriptions}; otherwise empty. */
    public static String subscriptionOf(String path) {
        String start = "/subscriptions/";
        if (!path.regionMatches(true, 0, start, 0, start.length())) {
            return "";
        }
        int end = path.indexOf('/', start.length());
        return path.substring(start.length(), end < 0 ? path.length() : end);
    }

    public static RequestPath parse(Kinds kinds, String rawPath) {
        String path = rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        String[] s = path.split("/", -1);
        if (s.length < 2 || !s[0].isEmpty() || !s[1].equalsIgnoreCase("subscriptions")) {
            throw missingSubscription();
        }
        if (s.length == 2) {
            Kind kind = kinds.azureSubscription().orElseThrow(RequestPath::missingSubscription);
            return new RequestPath(kind, path, "", new Verb.InTenant());
        }
        if (!isUuid(s[2])) {
            throw new ArmErrorException(
                    400,
                    "InvalidSubscriptionId",
                    "The provided subscription identifier '" + s[2] + "' is malformed or invalid.");
        }
        if (s.length == 3) {
            return azureSubscription(kinds, path, s[2]);
        }
        boolean grouped = s.length > 4 && s[3].equalsIgnoreCase("resourceGroups");
        return provided(kinds, path, s, grouped ? s[4] : "", grouped ? 5 : 3);
    }

    /** Runs for every call, so it uses no regular expression. */
    private static boolean isUuid(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return text.length() == 36;
    }

    private static ArmErrorException missingSubscription() {
        return new ArmErrorException(
                404,
                "MissingSubscription",
                "The request did not have a subscription or a valid tenant level resource provider.");
    }

    private static RequestPath azureSubscription(Kinds kinds, String path, String subscription) {
        Kind kind = kinds.azureSubscription().orElseThrow(RequestPath::notFound);
        SimulatedId id = new SimulatedId(kind, path, subscription, "", "", subscription);
        return new RequestPath(kind, path, subscription, new Verb.One(id));
    }

    private static ArmErrorException notFound() {
        return new ArmErrorException(404, "NotFound", "The requested path was not found.");
    }

    /** Parses the part that begins with {@code providers}, at segment {@code at}. */
    private static RequestPath provided(Kinds kinds, String path, String[] s, String group, int at) {
        if (s.length < at + 3 || !s[at].equalsIgnoreCase("providers")) {
            throw notFound();
        }
        if (!kinds.hasNamespace(s[at + 1])) {
            throw new ArmErrorException(
                    404, "InvalidResourceNamespace", "The resource namespace '" + s[at + 1] + "' is invalid.");
        }
        Kind kind = kinds.top(s[at + 1], s[at + 2]).orElseThrow(() -> unknownType(s[at + 1]));
        int names = s.length - at - 3;
        if (names == 0) {
            return new RequestPath(
                    kind, path, s[2], group.isEmpty() ? new Verb.InSubscription() : new Verb.InGroup(group));
        }
        if (group.isEmpty()) {
            throw unknownType(s[at + 1]);
        }
        SimulatedId id = new SimulatedId(kind, upTo(path, s, at + 4), s[2], group, "", s[at + 3]);
        return names == 1 ? one(path, id) : below(path, s, id, at + 4);
    }

    /** Parses the part after a resource's name: an action on it, its children, or one child and what follows that. */
    private static RequestPath below(String path, String[] s, SimulatedId above, int at) {
        Optional<Kind> child = above.kind().child(s[at]);
        int names = s.length - at - 1;
        if (child.isEmpty()) {
            if (names > 0) {
                throw unknownType(above.kind().namespace());
            }
            return new RequestPath(above.kind(), path, above.subscription(), new Verb.Action(above, s[at]));
        }
        if (names == 0) {
            return new RequestPath(child.get(), path, above.subscription(), new Verb.InParent(above));
        }
        SimulatedId id = new SimulatedId(
                child.get(), upTo(path, s, at + 2), above.subscription(), above.group(), above.text(), s[at + 1]);
        return names == 1 ? one(path, id) : below(path, s, id, at + 2);
    }

    private static RequestPath one(String path, SimulatedId id) {
        if (id.name().isEmpty()) {
            throw unknownType(id.kind().namespace());
        }
        return new RequestPath(id.kind(), path, id.subscription(), new Verb.One(id));
    }

    public static ArmErrorException unknownType(String namespace) {
        return new ArmErrorException(
                404,
                "InvalidResourceType",
                "The resource type could not be found in the namespace '" + namespace + "'.");
    }

    private static String upTo(String path, String[] segments, int end) {
        int length = 0;
        for (int i = 0; i < end; i++) {
            length += segments[i].length() + 1;
        }
        return path.substring(0, length - 1);
    }
}
