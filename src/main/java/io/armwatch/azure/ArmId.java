package io.armwatch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An Azure Resource Manager id of a subscription, a resource group, a resource or a list of resources: {@code
 * /subscriptions/{uuid}[/resourceGroups/{group}][/providers/{namespace}/{type}[/{name}[/{type}/{name}…]]]}; or one of the tenant:
 * {@code /subscriptions/*}, or {@code /providers/Microsoft.Management/managementGroups/{id}}.
 *
 * <p>Ids are case-insensitive and their casing varies between responses, so two ids are equal if their lower-cased
 * texts are; {@link #text()} keeps the casing for people to read.
 */
public final class ArmId {
    /** The type of an Azure subscription itself. */
    static final String SUBSCRIPTION_TYPE = "Microsoft.Resources/subscriptions";
    /** Stands for every Azure subscription that armwatch's identity can read. */
    public static final String ALL_SUBSCRIPTIONS = "/subscriptions/*";

    private static final String MANAGEMENT_GROUPS = "/providers/microsoft.management/managementgroups/";

    private final String text;
    private final String key;
    private final String subscriptionId;
    private final boolean plain;

    private ArmId(String text, List<String> parts) {
        this.text = text;
        this.plain = isPlain(text);
        this.key = text.toLowerCase(Locale.ROOT);
        this.subscriptionId = isManagementGroup() || key.equals(ALL_SUBSCRIPTIONS) ? "" : parts.get(1);
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if the text is not an ARM id; the message says what was expected
     */
    @JsonCreator
    public static ArmId of(String text) {
        if (text.startsWith("/")) {
            List<String> parts = parts(text);
            if (isArmId(text, parts)) {
                return new ArmId(text, parts);
            }
        }
        throw new IllegalArgumentException("'" + ArmError.presentable(text) + "' is not an ARM id; expected"
                + " /subscriptions/{uuid}/resourceGroups/{group}/providers/{namespace}/{type}/{name}");
    }

    /**
     * Computed on demand: armwatch holds an id for each resource, and its parts take three times the memory of its
     * text.
     */
    private static List<String> parts(String text) {
        return List.of(text.substring(1).split("/", -1));
    }

    private static boolean isArmId(String text, List<String> parts) {
        if (!isFit(text)) {
            return false;
        }
        if (parts.contains("") || parts.contains(".") || parts.contains("..")) {
            return false;
        }
        if (parts.size() == 4 && text.toLowerCase(Locale.ROOT).startsWith(MANAGEMENT_GROUPS)) {
            return true;
        }
        if (parts.size() < 2 || !parts.get(0).equalsIgnoreCase("subscriptions")) {
            return false;
        }
        int provider = providerAt(parts);
        boolean grouped = parts.size() >= 4 && parts.get(2).equalsIgnoreCase("resourceGroups");
        int head = grouped ? 4 : 2;
        return parts.size() == head || (provider == head && parts.size() >= head + 3);
    }

    /** Whether a CloudEvents attribute may hold the text: no control characters, lone surrogates or noncharacters. */
    static boolean isFit(String text) {
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c >= ' ' && c < 0x7f) { // the common case
                continue;
            }
            int type = Character.getType(c);
            boolean isNoncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
            if (isNoncharacter || type == Character.CONTROL || type == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }

    private static int providerAt(List<String> parts) {
        for (int i = 0; i < parts.size(); i += 2) {
            if (parts.get(i).equalsIgnoreCase("providers")) {
                return i;
            }
        }
        return -1;
    }

    /** The id as given. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The lower-cased id, used to compare ids, as record key and to choose a partition. */
    public String key() {
        return key;
    }

    /** Its Azure subscription; empty for an id of the tenant. */
    public String subscriptionId() {
        return subscriptionId;
    }

    public boolean isManagementGroup() {
        return key.startsWith(MANAGEMENT_GROUPS);
    }

    /** The id as a URL path: spaces and non-ASCII letters in names are percent-encoded. */
    public String path() {
        return plain
                ? text
                : Arrays.stream(text.split("/", -1))
                        .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
                        .collect(joining("/"));
    }

    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '/' && c != '-' && c != '.' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** The resource group; empty for a subscription and for a resource outside a group. */
    public Optional<String> resourceGroup() {
        List<String> parts = parts(text);
        return parts.size() >= 4 && parts.get(2).equalsIgnoreCase("resourceGroups")
                ? Optional.of(parts.get(3))
                : Optional.empty();
    }

    /** The resource's own name: the last segment. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The resource type without names, for example {@code Microsoft.Batch/batchAccounts/certificates}. */
    public String type() {
        List<String> parts = parts(text);
        int provider = providerAt(parts);
        if (provider < 0) {
            return resourceGroup().isPresent() ? SUBSCRIPTION_TYPE + "/resourceGroups" : SUBSCRIPTION_TYPE;
        }
        List<String> type = new ArrayList<>(List.of(parts.get(provider + 1)));
        for (int i = provider + 2; i < parts.size(); i += 2) {
            type.add(parts.get(i));
        }
        return String.join("/", type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArmId id && id.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
