package io.armwatch.simulator.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a seed: a JSON array of resources as ARM returns them. Only {@code id} is required; {@code name} and {@code
 * type} come from it. A resource without {@code properties} is filled in from the official examples; given properties
 * are returned unchanged, including nulls and values that the reference does not know. A parent comes before its
 * children.
 *
 * <pre>{@code
 * [ { "id": "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/accounts/m",
 *     "keys": { "primary": "abc", "primaryLastUpdated": "2021-07-02T01:01:01Z",
 *               "secondary": "def", "secondaryLastUpdated": "2021-07-02T01:01:01Z" } },
 *   { "id": "…/Microsoft.Batch/batchAccounts/a", "tags": { "team": "x" } },
 *   { "id": "…/Microsoft.Batch/batchAccounts/a/certificates/sha1-0a0e…", "deletionFails": true } ]
 * }</pre>
 *
 * <p>{@code keys} holds the keys of a Batch account, a Maps account or an API Management subscription (each member may
 * be missing); {@code deletionFails} makes every deletion of a certificate fail.
 */
public final class SeedReader {
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "name",
            "type",
            "etag",
            "location",
            "tags",
            "identity",
            "kind",
            "sku",
            "systemData",
            "properties",
            "keys",
            "deletionFails");
    private static final Set<String> KEYS =
            Set.of("primary", "primaryLastUpdated", "secondary", "secondaryLastUpdated");

    private final SimulatorState state;
    private final Path file;

    private SeedReader(SimulatorState state, Path file) {
        this.state = state;
        this.file = file;
    }

    /** Fills the estate; throws an {@link IllegalArgumentException} that names the place of an error. */
    public static void fill(SimulatorState state, Path file) {
        new SeedReader(state, file).fill();
    }

    private void fill() {
        JsonNode entities = read();
        if (!entities.isArray()) {
            throw new IllegalArgumentException(file + ": expected a JSON array of resources");
        }
        for (int i = 0; i < entities.size(); i++) {
            try {
                add(entities.get(i));
            } catch (ArmErrorException | IllegalArgumentException e) {
                String id = entities.get(i).path("id").asText("no id");
                throw new IllegalArgumentException(
                        "%s: entry %d (%s): %s".formatted(file, i + 1, id, e.getMessage()), e);
            }
        }
    }

    private JsonNode read() {
        try {
            return WireJson.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "%s: line %d, column %d: not JSON: %s"
                            .formatted(file, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void add(JsonNode node) {
        if (!(node instanceof ObjectNode entry)) {
            throw new IllegalArgumentException("expected a JSON object");
        }
        if (!entry.path("id").isTextual()) {
            throw new IllegalArgumentException("'id' is missing");
        }
        SimulatedId id = state.parse(entry.get("id").asText());
        Set<String> members = new HashSet<>(MEMBERS);
        members.addAll(id.kind().schema().members());
        requireMembers(entry, members, "");
        if (!id.parent().isEmpty()
                && state.estate().find(state.parse(id.parent())).isEmpty()) {
            throw new IllegalArgumentException("its parent " + id.parent() + " must come before it");
        }
        if (state.estate().find(id).isPresent()) {
            throw new IllegalArgumentException("this id appears twice");
        }
        SeedKeys.add(state, id, body(id, entry), keys(id, entry), flag(entry));
    }

    private ObjectNode body(SimulatedId id, ObjectNode entry) {
        ObjectNode given = entry.deepCopy();
        given.remove(Set.of("keys", "deletionFails"));
        if (given.has("properties")) {
            ObjectNode body = Writes.resource(id);
            WireJson.member(given, "properties");
            body.setAll(given);
            return body;
        }
        ObjectNode body = sample(id);
        body.setAll(given);
        state.secrets().plant(id, body);
        return body;
    }

    private static ObjectNode sample(SimulatedId id) {
        return switch (id.kind().type()) {
            case Types.BATCH_ACCOUNT -> Samples.batch(id, "japaneast");
            case Types.CERTIFICATE -> certificate(id);
            case Types.MAPS_ACCOUNT -> Samples.maps(id, "eastus", "G2", "Gen2");
            case Types.APIM_SERVICE -> Samples.apimService(id, "East US");
            case Types.APIM_SUBSCRIPTION, Types.WORKSPACE_SUBSCRIPTION ->
                id.name().equals("master")
                        ? Samples.apimMaster(id)
                        : Samples.apimSubscription(id, "1", "unlimited", "active", "2015-09-22T01:57:40.3Z");
            default -> Samples.official(id);
        };
    }

    /** A certificate cannot be generated from its thumbprint, so there is public data only if the seed has it. */
    private static ObjectNode certificate(SimulatedId id) {
        String[] parts = id.name().split("-", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("a certificate is named {algorithm}-{thumbprint}");
        }
        ObjectNode body = Samples.certificate(id, new SimulatedCertificate(id.name(), parts[1], ""));
        ObjectNode properties = body.withObjectProperty("properties").put("thumbprintAlgorithm", parts[0]);
        properties.remove("publicData");
        return body;
    }

    private Optional<SimulatedKeys> keys(SimulatedId id, ObjectNode entry) {
        Optional<SimulatedKeys> made = SeedKeys.keys(state, id.kind());
        if (!entry.has("keys")) {
            return made;
        }
        SimulatedKeys keys =
                made.orElseThrow(() -> new IllegalArgumentException(id.kind().type() + " has no 'keys'"));
        ObjectNode given = WireJson.member(entry, "keys");
        requireMembers(given, KEYS, "keys.");
        return Optional.of(new SimulatedKeys(
                state.secrets().remember(text(given, "primary", keys.primary())),
                instant(given, "primaryLastUpdated", keys.primaryAt()),
                state.secrets().remember(text(given, "secondary", keys.secondary())),
                instant(given, "secondaryLastUpdated", keys.secondaryAt())));
    }

    private static boolean flag(ObjectNode entry) {
        JsonNode flag = entry.path("deletionFails");
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw new IllegalArgumentException("'deletionFails' must be true or false");
        }
        return flag.asBoolean();
    }

    private static String text(ObjectNode keys, String name, String otherwise) {
        JsonNode value = keys.path(name);
        if (!value.isMissingNode() && !(value.isTextual() && !value.asText().isEmpty())) {
            throw new IllegalArgumentException("'keys." + name + "' must be a string that is not empty");
        }
        return value.asText(otherwise);
    }

    private static Instant instant(ObjectNode keys, String name, Instant otherwise) {
        if (!keys.has(name)) {
            return otherwise;
        }
        try {
            return Instant.parse(keys.path(name).asText());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'keys." + name + "' must be an instant such as 2021-07-02T01:01:01.1075056Z", e);
        }
    }

    private static void requireMembers(ObjectNode object, Set<String> known, String prefix) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + prefix + name + "' is unknown");
            }
        });
    }
}
