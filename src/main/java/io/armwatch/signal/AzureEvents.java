package io.armwatch.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the resource that an event of Azure is about. Operations that only read are left out: armwatch's own {@code listKeys} is one of
 * them, so that a poll on its event would lead to the next event, and so on.
 *
 * @see <a href="https://learn.microsoft.com/azure/event-grid/event-schema-subscriptions">Event Grid: Azure subscriptions</a>
 * @see <a href="https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema">Activity Log event schema</a>
 */
final class AzureEvents {
    private static final Pattern READING = Pattern.compile("(?i).*/(read|(list|get|check|validate)[a-z]*/action)");

    /** Entries about the beginning of an operation, which another one follows when it has ended. */
    private static final Pattern STARTED = Pattern.compile("(?i)start(ed)?");

    private static final Pattern KEY_VAULT_OBJECT = Pattern.compile("[0-9a-zA-Z-]{1,127}");

    private AzureEvents() {}

    /** Whether a JSON object is an event of Event Grid: in its own schema, as a CloudEvent, or only the data of one. */
    static boolean isEvent(JsonNode json) {
        return json.has("eventType")
                || json.has("specversion")
                || json.has("specVersion")
                || json.has("resourceUri")
                || json.at("/resourceInfo/id").isTextual();
    }

    /** The resource that an event of Event Grid is about; empty if it changes none. */
    static Optional<ArmId> changedByEvent(JsonNode event) {
        JsonNode data = event.has("data") ? event.path("data") : event;
        if (isReading(data.path("operationName"))) {
            return Optional.empty();
        }
        return Stream.of(
                        data.path("resourceUri"),
                        data.at("/resourceInfo/id"),
                        data.path("resourceId"),
                        event.path("subject"),
                        data.path("subject"))
                .flatMap(text -> id(text).stream())
                .findFirst()
                .or(() -> keyVaultObject(event, data));
    }

    /** The resource that an entry of the Activity Log is about; empty if it changes none. */
    static Optional<ArmId> changedByActivity(JsonNode entry) {
        boolean started = STARTED.matcher(entry.path("resultType").asText()).matches();
        return started || isReading(entry.path("operationName")) ? Optional.empty() : id(entry.path("resourceId"));
    }

    private static boolean isReading(JsonNode operation) {
        JsonNode name = operation.isObject() ? operation.path("value") : operation;
        return READING.matcher(name.asText()).matches();
    }

    private static Optional<ArmId> id(JsonNode text) {
        return text.isTextual() && text.textValue().startsWith("/")
                ? SignalReader.id(text.textValue())
                : Optional.empty();
    }

    /**
     * The key or secret of an event of Key Vault, which names the vault in {@code topic} or {@code source} and the object in {@code
     * subject}. A certificate is a secret, too.
     */
    private static Optional<ArmId> keyVaultObject(JsonNode event, JsonNode data) {
        String subject = event.path("subject").asText();
        Optional<ArmId> vault = id(event.path("topic"))
                .or(() -> id(event.path("source")))
                .filter(id -> id.type().equalsIgnoreCase("Microsoft.KeyVault/vaults"));
        String type = data.path("ObjectType").asText(data.path("objectType").asText());
        Optional<String> list = switch (type.toLowerCase(Locale.ROOT)) {
            case "secret", "certificate" -> Optional.of("secrets");
            case "key" -> Optional.of("keys");
            default -> Optional.empty();
        };
        return KEY_VAULT_OBJECT.matcher(subject).matches()
                ? vault.flatMap(id -> list.map(each -> ArmId.of(id.text() + "/" + each + "/" + subject)))
                : Optional.empty();
    }
}
