package io.armwatch.simulator.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A kind of resource that the simulator holds. There is one instance for each kind, so identity is equality. */
public final class Kind {
    static final String SUBSCRIPTION_TYPE = "Microsoft.Resources/subscriptions";

    private final String namespace;
    private final String typeName;
    private final String segment;
    private final Optional<Kind> parent;
    private final Details details;
    private final List<Kind> children = new ArrayList<>();

    /**
     * What the fixture folder says of a kind.
     *
     * @param operations the names of the operations in the reference, by verb and method
     * @param hasPages whether its lists come in pages
     * @param hasCount whether its lists state the number of their items
     */
    record Details(
            String source,
            boolean pollable,
            List<String> apiVersions,
            Map<String, Map<String, String>> operations,
            EntitySchema schema,
            boolean hasPages,
            boolean hasCount,
            Behaviour behaviour,
            Supplier<Optional<ObjectNode>> example) {}

    Kind(String namespace, String typeName, Optional<Kind> parent, Details details) {
        this.namespace = namespace;
        this.typeName = typeName;
        this.segment = typeName.substring(typeName.lastIndexOf('/') + 1);
        this.parent = parent;
        this.details = details;
        parent.ifPresent(above -> above.children.add(this));
    }

    /** The full type, such as {@code Microsoft.Batch/batchAccounts/certificates}. */
    public String type() {
        return namespace + "/" + typeName;
    }

    /** The type without its namespace, such as {@code batchAccounts/certificates}. */
    public String typeName() {
        return typeName;
    }

    public String namespace() {
        return namespace;
    }

    /** The last part of the type, which is the last segment of a list: {@code certificates}. */
    public String segment() {
        return segment;
    }

    /** The name of its source. */
    public String source() {
        return details.source();
    }

    /** The api-versions that it accepts, the source's own first. */
    public List<String> apiVersions() {
        return details.apiVersions();
    }

    public String apiVersion() {
        return details.apiVersions().get(0);
    }

    /** Whether armwatch watches resources of this kind; other kinds are only parents of watched ones. */
    public boolean isPollable() {
        return details.pollable();
    }

    /** Whether it is the kind of Azure subscriptions themselves. */
    public boolean isAzureSubscription() {
        return typeName.equals("subscriptions");
    }

    public Optional<Kind> parent() {
        return parent;
    }

    /** The names of its operations in the reference, by verb and method. */
    public Map<String, Map<String, String>> operations() {
        return details.operations();
    }

    public EntitySchema schema() {
        return details.schema();
    }

    public boolean hasPages() {
        return details.hasPages();
    }

    public boolean hasCount() {
        return details.hasCount();
    }

    public Behaviour behaviour() {
        return details.behaviour();
    }

    /** A copy of an official example of a resource of this kind. */
    public Optional<ObjectNode> example() {
        return details.example().get().map(ObjectNode::deepCopy);
    }

    /** The kind below this one whose segment is given, in any casing. Runs for every call. */
    public Optional<Kind> child(String name) {
        for (Kind child : children) {
            if (child.segment.equalsIgnoreCase(name)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return type();
    }
}
