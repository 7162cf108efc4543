package io.armwatch.azure;

import io.armwatch.azure.ResourceType.Level;
import io.armwatch.azure.Scope.Every;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.azure.Scope.One;
import io.armwatch.azure.Scope.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses scopes. It checks every segment against the reference's patterns, so that only valid names reach the path of a
 * request.
 */
public final class ScopeParser {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** The reference's {@code ^[-\w\._\(\)]+$}, with the Unicode letters that resource group names may contain. */
    private static final Pattern GROUP = Pattern.compile("[\\p{L}\\p{N}_.()-]*[\\p{L}\\p{N}_()-]");

    /** Azure's rule for the ids of management groups. */
    private static final Pattern MANAGEMENT_GROUP = Pattern.compile("[a-zA-Z0-9_.()-]*[a-zA-Z0-9_()-]");

    private static final int LONGEST_GROUP = 90;

    private static final String START = "a scope starts with /subscriptions/{uuid}, or is /subscriptions/* or"
            + " /providers/Microsoft.Management/managementGroups/{id}";
    private static final String EXCLUDED =
            "only the id of a subscription, a resource group or a resource can be excluded, without *;"
                    + " expected /subscriptions/{uuid}[/resourceGroups/{group}[/providers/…/{name}]]";
    private static final String EXCLUDED_GROUP =
            "a management group cannot be excluded; exclude its subscriptions, each as /subscriptions/{uuid}, or watch the"
                    + " management groups beside it in place of the one above";

    private final List<ResourceType> types;

    public ScopeParser(List<ResourceType> types) {
        this.types = types.stream()
                .filter(type -> !type.isSubscription()) // a scope of a whole subscription watches it, too
                .toList();
    }

    /** An invalid scope. The message says which part is wrong and what was expected. */
    public static final class InvalidScopeException extends Exception {
        InvalidScopeException(String message) {
            super(message);
        }
    }

    public Scope parse(String text, int line) throws InvalidScopeException {
        String id = withoutSlashes(text.strip());
        List<String> parts = new ArrayList<>(Arrays.asList(id.split("/", -1)));
        if (!parts.remove(0).isEmpty()) {
            throw new InvalidScopeException(START);
        }
        if (id.equalsIgnoreCase(ArmId.ALL_SUBSCRIPTIONS)) {
            return new Tenant(text.strip(), line, ArmId.of(ArmId.ALL_SUBSCRIPTIONS));
        }
        if (!parts.isEmpty() && parts.get(0).equalsIgnoreCase("providers")) {
            return new Tenant(text.strip(), line, managementGroup(id, parts));
        }
        takeSubscription(parts);
        boolean grouped = takeGroup(parts);
        if (parts.isEmpty()) {
            return new Everything(text.strip(), line, ArmId.of(id));
        }
        ResourceType type = takeType(parts, 0);
        List<String> names = takeNames(parts, type.levels());
        boolean every = names.get(names.size() - 1).equals("*");
        if (every && (grouped || names.get(0).equals("*"))) {
            return new Every(text.strip(), line, type);
        }
        if (!grouped) {
            throw new InvalidScopeException("a resource is in a resource group; expected"
                    + " /subscriptions/{uuid}/resourceGroups/{group}/providers/… before " + names.get(0));
        }
        if (names.contains("*")) {
            throw new InvalidScopeException(
                    "below a * only * is allowed; the last segment is " + names.get(names.size() - 1));
        }
        return new One(text.strip(), line, ArmId.of(id), type);
    }

    private static ArmId managementGroup(String id, List<String> parts) throws InvalidScopeException {
        boolean isGroup = parts.size() == 4
                && parts.get(1).equalsIgnoreCase("Microsoft.Management")
                && parts.get(2).equalsIgnoreCase("managementGroups");
        if (!isGroup) {
            throw new InvalidScopeException(START);
        }
        String name = parts.get(3);
        if (name.length() > LONGEST_GROUP || !MANAGEMENT_GROUP.matcher(name).matches()) {
            throw new InvalidScopeException(
                    quoted(name) + " is not the id of a management group; expected 1 to 90 letters, digits,"
                            + " _ - . ( ) with no . at the end");
        }
        return ArmId.of(id);
    }

    /**
     * Parses an id that the watch list takes out: a subscription, a resource group, a resource or one that holds resources.
     *
     * @throws InvalidScopeException with what was expected
     */
    public ArmId parseExcluded(String text) throws InvalidScopeException {
        String id = withoutSlashes(text.strip());
        List<String> parts = new ArrayList<>(Arrays.asList(id.split("/", -1)));
        if (!parts.remove(0).isEmpty() || id.contains("*")) {
            throw new InvalidScopeException(EXCLUDED);
        }
        if (!parts.isEmpty() && parts.get(0).equalsIgnoreCase("providers")) {
            throw new InvalidScopeException(EXCLUDED_GROUP);
        }
        takeSubscription(parts);
        boolean grouped = takeGroup(parts);
        if (parts.isEmpty()) {
            return ArmId.of(id);
        }
        int levels = (parts.size() - 2) / 2;
        ResourceType type = grouped ? takeType(parts, levels) : null;
        if (type == null) {
            throw new InvalidScopeException(EXCLUDED);
        }
        takeNames(parts, type.levels().subList(0, levels));
        return ArmId.of(id);
    }

    private static String withoutSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    private static void takeSubscription(List<String> parts) throws InvalidScopeException {
        if (parts.size() < 2 || !parts.remove(0).equalsIgnoreCase("subscriptions")) {
            throw new InvalidScopeException(START);
        }
        String subscription = parts.remove(0);
        if (!UUID.matcher(subscription).matches()) {
            throw new InvalidScopeException(
                    quoted(subscription) + " is not a subscription id; expected a UUID, for example"
                            + " 6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10");
        }
    }

    private static boolean takeGroup(List<String> parts) throws InvalidScopeException {
        if (parts.isEmpty() || !parts.get(0).equalsIgnoreCase("resourceGroups")) {
            return false;
        }
        parts.remove(0);
        String group = parts.isEmpty() ? "" : parts.remove(0);
        if (group.length() > LONGEST_GROUP || !GROUP.matcher(group).matches()) {
            throw new InvalidScopeException(
                    quoted(group) + " is not a resource group; expected 1 to 90 letters, digits,"
                            + " _ - . ( ) with no . at the end");
        }
        return true;
    }

    /** @param levels of how many levels of the type there are names; 0 for all */
    private ResourceType takeType(List<String> parts, int levels) throws InvalidScopeException {
        if (parts.size() < 4 || parts.size() % 2 != 0 || !parts.get(0).equalsIgnoreCase("providers")) {
            throw new InvalidScopeException(
                    written(parts) + " is not a resource type and a name; expected one of " + expected());
        }
        for (ResourceType type : types) {
            if (matches(parts, type, levels == 0 ? type.levels().size() : levels)) {
                return type;
            }
        }
        throw new InvalidScopeException(
                written(parts) + " is not a resource type that armwatch watches; expected one of " + expected());
    }

    private static String written(List<String> parts) {
        return quoted("/" + String.join("/", parts));
    }

    private static boolean matches(List<String> parts, ResourceType type, int levels) {
        boolean same = parts.get(1).equalsIgnoreCase(type.namespace())
                && parts.size() == 2 + 2 * levels
                && levels <= type.levels().size();
        for (int i = 0; same && i < levels; i++) {
            same = parts.get(2 + 2 * i).equalsIgnoreCase(type.levels().get(i).type());
        }
        return same;
    }

    private static List<String> takeNames(List<String> parts, List<Level> levels) throws InvalidScopeException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            String name = parts.get(3 + 2 * i);
            if (!name.equals("*") && !level.allows(name)) {
                throw new InvalidScopeException(quoted(name) + " is not a name of " + level.type() + "; expected "
                        + level.minLength() + " to " + level.maxLength() + " characters that match " + level.name()
                        + ", for example " + level.example());
            }
            names.add(name);
        }
        return names;
    }

    private static String quoted(String text) {
        return "'" + ArmError.presentable(text) + "'";
    }

    private String expected() {
        return String.join(
                ", ",
                types.stream()
                        .map(type -> type.levels().stream()
                                .map(level -> level.type() + "/" + level.example())
                                .reduce("/providers/" + type.namespace(), (all, next) -> all + "/" + next))
                        .distinct()
                        .toList());
    }
}
