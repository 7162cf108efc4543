package io.armwatch.source;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The actions of Azure's role-based access control that the requests of a source need.
 *
 * @see <a href="https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations">Azure permissions</a>
 */
final class RequiredActions {
    private RequiredActions() {}

    /** Reading each level of a type, as a list of the parents finds the children, and the POST action at the last level. */
    static List<String> of(List<ResourceType> types, Optional<String> action) {
        return types.stream()
                .flatMap(type -> of(type, action).stream())
                .distinct()
                .toList();
    }

    private static List<String> of(ResourceType type, Optional<String> action) {
        List<String> actions = new ArrayList<>();
        String path = type.namespace();
        for (Level level : type.levels()) {
            path += "/" + level.type();
            actions.add(path + "/read");
        }
        if (action.isPresent()) {
            actions.add(path + "/" + action.get() + "/action");
        }
        return List.copyOf(actions);
    }
}
