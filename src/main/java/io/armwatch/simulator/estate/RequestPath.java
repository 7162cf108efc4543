package io.armwatch.simulator.estate;

import io.armwatch.simulator.wire.ArmErrorException;
import java.util.HexFormat;
import java.util.Locale;

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

    public static RequestPath parse(String rawPath) {
        String path = rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        String[] s = path.split("/", -1);
        if (s.length < 3 || !s[0].isEmpty() || !s[1].equalsIgnoreCase("subscriptions")) {
            throw new ArmErrorException(
                    404,
                    "MissingSubscription",
                    "The request did not have a subscription or a valid tenant level resource provider.");
        }
        if (!isUuid(s[2])) {
            throw new ArmErrorException(
                    400,
                    "InvalidSubscriptionId",
                    "The provided subscription identifier '" + s[2] + "' is malformed or invalid.");
        }
        boolean grouped = s.length > 4 && s[3].equalsIgnoreCase("resourceGroups");
        return provided(path, s, grouped ? s[4] : "", grouped ? 5 : 3);
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

    /** Parses the part that begins with {@code providers}, at segment {@code at}. */
    private static RequestPath provided(String path, String[] s, String group, int at) {
        if (s.length < at + 3 || !s[at].equalsIgnoreCase("providers")) {
            throw new ArmErrorException(404, "NotFound", "The requested path was not found.");
        }
        if (!Kind.hasNamespace(s[at + 1])) {
            throw new ArmErrorException(
                    404, "InvalidResourceNamespace", "The resource namespace '" + s[at + 1] + "' is invalid.");
        }
        Kind kind = Kind.of(s[at + 1], s[at + 2]).orElseThrow(() -> unknownType(s[at + 1]));
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

    /** Parses the part after a top-level resource's name: an action on it, its children, or one child. */
    private static RequestPath below(String path, String[] s, SimulatedId top, int at) {
        var child = Kind.of(top.kind().namespace(), top.kind().typeName() + "/" + s[at]);
        int names = s.length - at - 1;
        if (child.isEmpty()) {
            if (names > 0) {
                throw unknownType(top.kind().namespace());
            }
            return new RequestPath(top.kind(), path, top.subscription(), new Verb.Action(top, s[at]));
        }
        if (names == 0) {
            return new RequestPath(child.get(), path, top.subscription(), new Verb.InParent(top));
        }
        SimulatedId id = new SimulatedId(
                child.get(), upTo(path, s, at + 2), top.subscription(), top.group(), top.text(), s[at + 1]);
        return switch (names) {
            case 1 -> one(path, id);
            case 2 -> new RequestPath(id.kind(), path, id.subscription(), new Verb.Action(id, s[at + 2]));
            default -> throw unknownType(top.kind().namespace());
        };
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
