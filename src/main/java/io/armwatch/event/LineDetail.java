package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last column of an event's line: previous and present value, or the reason. */
final class LineDetail {
    private static final int VALUE_WIDTH = 48;
    private static final int MESSAGE_WIDTH = 100;
    private static final int UNKNOWN_WIDTH = 120;
    private static final int DIFFERENCES = 3;

    private LineDetail() {}

    static String of(CloudEvent event, JsonNode data) {
        return EventType.named(event.getType()).map(type -> of(type, data)).orElseGet(() -> unknown(data));
    }

    private static String of(EventType type, JsonNode data) {
        return switch (type) {
            case KEY_ROTATED -> keyRotated(data);
            case KEY_SYNCHRONIZED -> fromTo(data.path("previousSynchronizedAt"), data.path("synchronizedAt"));
            case KEY_EXPIRING, KEY_EXPIRED -> expiry(value(data.path("kind")), data, "expiresAt");
            case KEY_ROTATION_OVERDUE -> overdue(data);
            case KEY_RECOVERED, CERTIFICATE_RECOVERED -> recovered(data);
            case ENCRYPTION_KEY_CHANGED -> encryptionKey(data);
            case CERTIFICATE_DELETION_FAILED -> deletionFailed(data);
            case CERTIFICATE_REFRESH_FAILED -> refreshFailed(data);
            case CERTIFICATE_EXPIRING, CERTIFICATE_EXPIRED -> expiry(value(data.path("subjectName")), data, "notAfter");
            case CERTIFICATE_RENEWED -> fromTo(data.path("previousNotAfter"), data.path("notAfter"));
            case CERTIFICATE_UNREADABLE -> value(data.path("reason"));
            case SUBSCRIPTION_STATE_CHANGED -> subscriptionState(data);
            case SUBSCRIPTION_EXPIRY_DUE -> expiry(value(data.path("state")), data, "expirationDate");
            case AZURE_SUBSCRIPTION_STATE_CHANGED -> subscriptionState(data);
            case RESOURCE_DISCOVERED, RESOURCE_DELETED, RESOURCE_UNWATCHED -> value(data.path("resourceType"));
            case RESOURCE_CHANGED -> differences(data.path("changes"));
            case POLL_FAILED -> pollFailed(data);
            case POLL_RECOVERED -> pollRecovered(data);
            case SCAN_COMPLETED -> scanCompleted(data);
        };
    }

    /** The fingerprints; the times if Azure shows no value. */
    private static String keyRotated(JsonNode data) {
        return data.path("fingerprint").isTextual()
                ? fromTo(data.path("previousFingerprint"), data.path("fingerprint"))
                : fromTo(data.path("previousRotatedAt"), data.path("rotatedAt"));
    }

    private static String encryptionKey(JsonNode data) {
        return Stream.of("KeySource", "KeyIdentifier")
                .map(name -> List.of(data.path("previous" + name), data.path(name.replace("Key", "key"))))
                .filter(pair -> !pair.get(0).equals(pair.get(1)))
                .map(pair -> fromTo(pair.get(0), pair.get(1)))
                .collect(Collectors.joining("; "));
    }

    private static String deletionFailed(JsonNode data) {
        return value(data.path("previousState")) + " -> Failed" + optional(": ", data.at("/error/code"), VALUE_WIDTH)
                + (data.path("attempt").asInt() > 1
                        ? ", attempt " + data.path("attempt").asInt()
                        : "");
    }

    private static String expiry(String what, JsonNode data, String end) {
        return what + ": " + value(data.path(end)) + ", days left: " + value(data.path("daysLeft"));
    }

    private static String overdue(JsonNode data) {
        return "rotated " + value(data.path("rotatedAt")) + ", " + value(data.path("ageDays")) + " days ago, allowed: "
                + value(data.path("maxAgeDays"));
    }

    private static String refreshFailed(JsonNode data) {
        return value(data.path("code")) + optional(": ", data.path("message"), MESSAGE_WIDTH);
    }

    private static String recovered(JsonNode data) {
        return data.path("state").isTextual()
                ? fromTo(data.path("previousState"), data.path("state"))
                : value(data.path("recoveredFrom")) + ": " + value(data.path("how"));
    }

    private static String subscriptionState(JsonNode data) {
        return fromTo(data.path("previousState"), data.path("state"))
                + optional(", named ", data.path("displayName"), VALUE_WIDTH)
                + optional(": ", data.path("stateComment"), MESSAGE_WIDTH);
    }

    private static String differences(JsonNode changes) {
        List<String> shown = new ArrayList<>();
        for (JsonNode change : changes) {
            if (shown.size() == DIFFERENCES) {
                shown.add((changes.size() - DIFFERENCES) + " more");
                break;
            }
            shown.add(value(change.path("path")) + ": " + fromTo(change.path("before"), change.path("after")));
        }
        return String.join("; ", shown);
    }

    private static String pollFailed(JsonNode data) {
        return value(data.path("source")) + ": " + value(data.path("reason"))
                + optional(" ", data.path("status"), VALUE_WIDTH)
                + optional(" ", data.path("code"), VALUE_WIDTH)
                + optional(": ", data.path("message"), MESSAGE_WIDTH);
    }

    private static String pollRecovered(JsonNode data) {
        return value(data.path("source")) + ": had failed since " + value(data.path("failedSince")) + ", attempts: "
                + value(data.path("attempts"));
    }

    private static String scanCompleted(JsonNode data) {
        return value(data.path("source")) + ": " + value(data.path("seen")) + " of " + value(data.path("expected"))
                + " seen, " + value(data.path("changed")) + " changed"
                + (data.path("complete").asBoolean() ? "" : ", incomplete");
    }

    private static String unknown(JsonNode data) {
        return data.isMissingNode() ? "" : LineText.cut(data.toString(), UNKNOWN_WIDTH);
    }

    private static String fromTo(JsonNode before, JsonNode after) {
        return value(before) + " -> " + value(after);
    }

    /** The value behind its lead-in; empty if it is null or absent. */
    private static String optional(String lead, JsonNode value, int width) {
        return value.isMissingNode() || value.isNull() ? "" : lead + LineText.cut(LineText.value(value), width);
    }

    private static String value(JsonNode value) {
        return LineText.cutMiddle(LineText.value(value), VALUE_WIDTH);
    }
}
