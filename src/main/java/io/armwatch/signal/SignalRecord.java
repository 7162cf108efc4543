package io.armwatch.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The value of one record of the topic {@code signals}: signals of armwatch's own form, or what Azure writes to Event Hubs.
 *
 * @param items what it holds, in order
 */
public record SignalRecord(List<Item> items) {
    public SignalRecord {
        items = List.copyOf(items);
    }

    /** The form in which something is written, a label of metrics. */
    public enum Form {
        POLL,
        SCAN,
        PAUSE,
        RESUME,
        /** An event of Azure Event Grid, in its own schema or as a CloudEvent. */
        EVENT_GRID,
        /** An entry of Azure's Activity Log, as a diagnostic setting writes it to Event Hubs. */
        ACTIVITY_LOG,
        UNKNOWN;

        /** The name in metrics. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Form of(Signal signal) {
            return valueOf(signal.kind().toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One signal or event.
     *
     * @param signal empty if it asks for nothing
     * @param problem why it cannot be read; empty if it can be
     */
    public record Item(Form form, Optional<Signal> signal, Optional<String> problem) {
        static Item of(Signal signal) {
            return new Item(Form.of(signal), Optional.of(signal), Optional.empty());
        }

        static Item ofEvent(Form form, Optional<Signal> signal) {
            return new Item(form, signal, Optional.empty());
        }

        static Item unreadable(Form form, String problem) {
            return new Item(form, Optional.empty(), Optional.of(problem));
        }
    }

    /** Reads the value of a record; whatever it is, this does not fail. */
    public static SignalRecord read(byte[] value) {
        JsonNode json = Json.tree(value);
        if (!json.isContainerNode() || json.isEmpty()) {
            return new SignalRecord(List.of(Item.unreadable(Form.UNKNOWN, "it is no JSON object or array")));
        }
        List<Item> items = new ArrayList<>();
        if (json.path("records").isArray()) {
            json.path("records").forEach(entry -> items.add(activity(entry)));
        } else if (json.isArray()) {
            json.forEach(event -> items.add(item(event)));
        } else {
            items.add(item(json));
        }
        return new SignalRecord(items);
    }

    private static Item item(JsonNode json) {
        if (AzureEvents.isEvent(json)) {
            return Item.ofEvent(
                    Form.EVENT_GRID, AzureEvents.changedByEvent(json).map(Signal.Poll::new));
        }
        if (json.has("resourceId")) {
            return activity(json);
        }
        if (!SignalReader.isSignal(json)) {
            return Item.unreadable(Form.UNKNOWN, "it is neither a signal nor an event of Azure");
        }
        try {
            return Item.of(SignalReader.read(json));
        } catch (InvalidSignalException e) {
            return Item.unreadable(Form.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private static Item activity(JsonNode entry) {
        return Item.ofEvent(
                Form.ACTIVITY_LOG, AzureEvents.changedByActivity(entry).map(Signal.Poll::new));
    }
}
