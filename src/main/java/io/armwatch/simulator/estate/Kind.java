package io.armwatch.simulator.estate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of resource that the simulator holds, each with the one api-version that it accepts. */
public enum Kind {
    BATCH_ACCOUNT("Microsoft.Batch", "batchAccounts", "2024-07-01", true),
    CERTIFICATE("Microsoft.Batch", "batchAccounts/certificates", "2024-07-01", true),
    MAPS_ACCOUNT("Microsoft.Maps", "accounts", "2023-06-01", true),
    APIM_SERVICE("Microsoft.ApiManagement", "service", "2024-05-01", false),
    APIM_SUBSCRIPTION("Microsoft.ApiManagement", "service/subscriptions", "2024-05-01", true);

    /** Cached, because every call iterates over it. */
    private static final List<Kind> ALL = List.of(values());

    private final String namespace;
    private final String typeName;
    private final String apiVersion;
    private final boolean pollable;

    Kind(String namespace, String typeName, String apiVersion, boolean pollable) {
        this.namespace = namespace;
        this.typeName = typeName;
        this.apiVersion = apiVersion;
        this.pollable = pollable;
    }

    /** The full type, such as {@code Microsoft.Batch/batchAccounts/certificates}. */
    String type() {
        return namespace + "/" + typeName;
    }

    /** The type without its namespace, such as {@code batchAccounts/certificates}. */
    String typeName() {
        return typeName;
    }

    public String namespace() {
        return namespace;
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** Whether armwatch watches resources of this kind; other kinds are only parents of watched ones. */
    public boolean isPollable() {
        return pollable;
    }

    boolean isChild() {
        return typeName.indexOf('/') >= 0;
    }

    Optional<Kind> parent() {
        return switch (this) {
            case CERTIFICATE -> Optional.of(BATCH_ACCOUNT);
            case APIM_SUBSCRIPTION -> Optional.of(APIM_SERVICE);
            case BATCH_ACCOUNT, MAPS_ACCOUNT, APIM_SERVICE -> Optional.empty();
        };
    }

    static boolean hasNamespace(String namespace) {
        for (Kind kind : ALL) {
            if (kind.namespace.equalsIgnoreCase(namespace)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The kind of a namespace and type, such as {@code Microsoft.Batch} and {@code batchaccounts/Certificates}, in any
     * casing.
     */
    static Optional<Kind> of(String namespace, String typeName) {
        for (Kind kind : ALL) {
            if (kind.typeName.equalsIgnoreCase(typeName) && kind.namespace.equalsIgnoreCase(namespace)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The last segment of a list of this kind, lower-cased: {@code certificates}. */
    String collection() {
        return typeName.substring(typeName.indexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
