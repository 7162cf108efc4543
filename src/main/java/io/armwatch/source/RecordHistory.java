package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The properties that a source's record keeps, and in which versions of the record. They come from {@code record.txt} in the source's
 * fixture folder, a JSON Pointer on each line, {@code *} for each element of a list. Lists have a line of their own:
 *
 * <pre>
 * /properties/provisioningState            kept since version 1
 * /properties/publicNetworkAccess 2        kept since version 2
 * /properties/poolAllocationMode 1-2       kept in the versions 1 and 2
 * </pre>
 */
final class RecordHistory {
    private static final String EACH = "*";
    private static final Pattern LINE = Pattern.compile("(/\\S*)(?: (\\d+)(?:-(\\d+))?)?");

    private final List<Property> properties;
    private final int version;

    private RecordHistory(List<Property> properties) {
        this.properties =
                properties.stream().filter(each -> !each.isUnchanged()).toList();
        this.version = properties.stream().mapToInt(Property::lastChange).max().orElse(1);
    }

    /**
     * A property of the record.
     *
     * @param last the last version that keeps it; {@link Integer#MAX_VALUE} while it is kept
     */
    private record Property(List<String> path, int first, int last) {
        static Property of(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not a JSON Pointer with versions, as in '/tags 2': " + line);
            }
            return new Property(
                    List.of(parts.group(1).substring(1).split("/")),
                    parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2)),
                    parts.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(parts.group(3)));
        }

        boolean isKept() {
            return last == Integer.MAX_VALUE;
        }

        boolean isUnchanged() {
            return first == 1 && isKept();
        }

        int lastChange() {
            return isKept() ? first : last + 1;
        }
    }

    /**
     * The history of a source's record.
     *
     * @throws IllegalStateException if its fixture folder has none
     */
    static RecordHistory of(Source source) {
        String location = location(source);
        try (InputStream file = RecordHistory.class.getResourceAsStream(location)) {
            if (file == null) {
                throw new IllegalStateException(location + " is missing; see CONTRIBUTING.md");
            }
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(location + " cannot be read", e);
        }
    }

    /** The class path location of a source's {@code record.txt}; a second view has a file of its own. */
    static String location(Source source) {
        return "/azure/" + source.name() + "/record" + source.keySuffix().replace('/', '-') + ".txt";
    }

    /**
     * Reads the lines of a {@code record.txt}.
     *
     * @throws IllegalArgumentException if a line is not a JSON Pointer with versions
     */
    static RecordHistory of(String lines) {
        return new RecordHistory(lines.lines().map(Property::of).toList());
    }

    int version() {
        return version;
    }

    /** See {@link io.armwatch.change.StateComparison#inPresentRecord}. */
    JsonNode inPresentRecord(JsonNode before, int beforeVersion, JsonNode after) {
        JsonNode present = before.deepCopy();
        if (beforeVersion > version) {
            keepCommon(present, after);
            return present;
        }
        for (Property property : properties) {
            if (property.isKept() && property.first() > beforeVersion) {
                replace(property.path(), present, after);
            } else if (property.first() <= beforeVersion && beforeVersion <= property.last() && !property.isKept()) {
                replace(property.path(), present, MissingNode.getInstance());
            }
        }
        return present;
    }

    /** Gives a property the value that it has in another state, or removes it if it has none there. */
    private static void replace(List<String> path, JsonNode in, JsonNode other) {
        String name = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (name.equals(EACH)) {
            for (int i = 0; i < in.size() && (other.isMissingNode() || in.size() == other.size()); i++) {
                replace(rest, in.get(i), other.path(i));
            }
        } else if (rest.isEmpty() && in instanceof ObjectNode object) {
            object.remove(name);
            Optional.ofNullable(other.get(name)).ifPresent(value -> object.set(name, value));
        } else if (in instanceof ObjectNode object) {
            if (!object.has(name)
                    && !rest.get(0).equals(EACH)
                    && !other.at(pointer(path)).isMissingNode()) {
                object.putObject(name);
            }
            replace(rest, object.path(name), other.path(name));
        }
    }

    /** Removes the properties that the other state does not have. */
    private static void keepCommon(JsonNode in, JsonNode other) {
        if (in instanceof ObjectNode object && other.isObject()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.stream().filter(name -> !other.has(name)).forEach(object::remove);
            object.properties().forEach(each -> keepCommon(each.getValue(), other.path(each.getKey())));
        } else if (in.isArray() && in.size() == other.size()) {
            for (int i = 0; i < in.size(); i++) {
                keepCommon(in.get(i), other.get(i));
            }
        }
    }

    private static String pointer(List<String> path) {
        return "/" + String.join("/", path);
    }
}
