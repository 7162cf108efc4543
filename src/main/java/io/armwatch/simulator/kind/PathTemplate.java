package io.armwatch.simulator.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A path of a definition, taken apart.
 *
 * @param typeName the type without its namespace, such as {@code service/subscriptions}
 * @param verb what the path addresses, by the names of the simulator's operations
 */
record PathTemplate(String namespace, String typeName, String verb) {
    static PathTemplate of(String path, boolean post) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        int providers = parts.indexOf("providers");
        if (providers < 0) {
            if (!parts.get(0).equals("subscriptions") || parts.size() > 2) {
                throw new IllegalArgumentException("the simulator cannot serve the path " + path);
            }
            return new PathTemplate("Microsoft.Resources", "subscriptions", parts.size() == 1 ? "in-tenant" : "one");
        }
        List<String> rest = parts.subList(providers + 2, parts.size());
        List<String> types = new ArrayList<>();
        for (int i = 0; i < rest.size(); i += 2) {
            types.add(rest.get(i));
        }
        boolean one = rest.size() % 2 == 0;
        String verb = one ? "one" : "in-parent";
        if (rest.size() == 1) {
            verb = providers == 2 ? "in-subscription" : "in-group";
        } else if (!one && post) {
            verb = types.remove(types.size() - 1).toLowerCase(Locale.ROOT);
        }
        return new PathTemplate(parts.get(providers + 1), String.join("/", types), verb);
    }
}
