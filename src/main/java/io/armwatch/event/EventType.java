package io.armwatch.event;

import io.armwatch.change.Change;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** The event types, each with its topic and its change. */
public enum EventType {
    KEY_ROTATED("key.rotated", Topic.KEY_ROTATIONS, Change.KeyRotated.class),
    KEY_SYNCHRONIZED("key.synchronized", Topic.KEY_ROTATIONS, Change.KeySynchronized.class),
    KEY_EXPIRING("key.expiring", Topic.KEY_ROTATIONS, Change.KeyExpiring.class),
    KEY_EXPIRED("key.expired", Topic.KEY_ROTATIONS, Change.KeyExpired.class),
    KEY_ROTATION_OVERDUE("key.rotation-overdue", Topic.KEY_ROTATIONS, Change.KeyRotationOverdue.class),
    KEY_RECOVERED("key.recovered", Topic.KEY_ROTATIONS, Change.KeyRecovered.class),
    ENCRYPTION_KEY_CHANGED("encryption-key.changed", Topic.KEY_ROTATIONS, Change.EncryptionKeyChanged.class),
    CERTIFICATE_DELETION_FAILED(
            "certificate.deletion-failed", Topic.CERTIFICATE_FAILURES, Change.CertificateDeletionFailed.class),
    CERTIFICATE_REFRESH_FAILED(
            "certificate.refresh-failed", Topic.CERTIFICATE_FAILURES, Change.CertificateRefreshFailed.class),
    CERTIFICATE_EXPIRING("certificate.expiring", Topic.CERTIFICATE_FAILURES, Change.CertificateExpiring.class),
    CERTIFICATE_EXPIRED("certificate.expired", Topic.CERTIFICATE_FAILURES, Change.CertificateExpired.class),
    CERTIFICATE_RENEWED("certificate.renewed", Topic.CERTIFICATE_FAILURES, Change.CertificateRenewed.class),
    CERTIFICATE_RECOVERED("certificate.recovered", Topic.CERTIFICATE_FAILURES, Change.CertificateRecovered.class),
    CERTIFICATE_UNREADABLE("certificate.unreadable", Topic.CERTIFICATE_FAILURES, Change.CertificateUnreadable.class),
    SUBSCRIPTION_STATE_CHANGED(
            "subscription.state-changed", Topic.SUBSCRIPTION_STATES, Change.SubscriptionStateChanged.class),
    SUBSCRIPTION_EXPIRY_DUE("subscription.expiry-due", Topic.SUBSCRIPTION_STATES, Change.SubscriptionExpiryDue.class),
    AZURE_SUBSCRIPTION_STATE_CHANGED(
            "azure-subscription.state-changed", Topic.SUBSCRIPTION_STATES, Change.AzureSubscriptionStateChanged.class),
    RESOURCE_DISCOVERED("resource.discovered", Topic.RESOURCE_CHANGES, Change.ResourceDiscovered.class),
    RESOURCE_CHANGED("resource.changed", Topic.RESOURCE_CHANGES, Change.ResourceChanged.class),
    RESOURCE_DELETED("resource.deleted", Topic.RESOURCE_CHANGES, Change.ResourceDeleted.class),
    RESOURCE_UNWATCHED("resource.unwatched", Topic.RESOURCE_CHANGES, Change.ResourceUnwatched.class),
    POLL_FAILED("poll.failed", Topic.POLLING, Change.PollFailed.class),
    POLL_RECOVERED("poll.recovered", Topic.POLLING, Change.PollRecovered.class),
    SCAN_COMPLETED("scan.completed", Topic.POLLING, Change.ScanCompleted.class);

    private final String text;
    private final Topic topic;
    private final Class<? extends Change> change;

    EventType(String text, Topic topic, Class<? extends Change> change) {
        this.text = text;
        this.topic = topic;
        this.change = change;
    }

    /** The event type of a change; every subtype of {@link Change} has one. */
    public static EventType of(Change change) {
        return Arrays.stream(values())
                .filter(type -> type.change.isInstance(change))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no event type for "
                        + change.getClass().getSimpleName() + "; add one to EventType, with its schema"));
    }

    /**
     * The event type with this CloudEvents {@code type}; empty for a type that this version of armwatch does not know.
     */
    public static Optional<EventType> named(String type) {
        return Arrays.stream(values()).filter(each -> each.type().equals(type)).findFirst();
    }

    /** The short name, for example {@code key.rotated}. */
    public String text() {
        return text;
    }

    /**
     * CloudEvents' {@code type} (Required Attributes: prefixed with the producer's reversed name), for example {@code
     * io.armwatch.key.rotated.v1}. The version changes if {@code data} changes incompatibly.
     */
    public String type() {
        return typeNamed(text);
    }

    /** The CloudEvents {@code type} with a short name. */
    static String typeNamed(String text) {
        return "io.armwatch." + text + ".v1";
    }

    public Topic topic() {
        return topic;
    }

    /** CloudEvents' {@code dataschema} (Optional Attributes): the {@code $id} of the JSON Schema of {@code data}. */
    public URI dataSchema() {
        return URI.create("urn:armwatch:event:" + text + ":v1");
    }

    /** The name of the file with the JSON Schema of {@code data}. */
    public String schemaFile() {
        return type() + ".json";
    }
}
