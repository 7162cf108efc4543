package io.armwatch.source.apimservice;

import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import java.util.List;
import java.util.regex.Pattern;

/** The resource types of API Management, with the naming rules of its reference. */
public final class ApimTypes {
    /** The names of everything below a service. */
    public static final Pattern CHILD = Pattern.compile("[^*#&+:<>?]+");

    static final Level SERVICE =
            new Level("service", Pattern.compile("[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"), 1, 50, "apimService1");

    private static final String PROVIDER = "Microsoft.ApiManagement";
    private static final Level WORKSPACE = new Level("workspaces", CHILD, 1, 80, "wks1");

    private ApimTypes() {}

    static ResourceType service() {
        return new ResourceType(PROVIDER, List.of(SERVICE));
    }

    /** The types of a resource that is in a service, and in the workspaces of a service. */
    public static List<ResourceType> below(Level child) {
        return List.of(
                new ResourceType(PROVIDER, List.of(SERVICE, child)),
                new ResourceType(PROVIDER, List.of(SERVICE, WORKSPACE, child)));
    }
}
