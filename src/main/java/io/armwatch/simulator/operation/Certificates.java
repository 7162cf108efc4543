package io.armwatch.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.SimulatedCertificate;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Writes;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.WireJson;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Batch certificates. A deletion ends after {@link SimulatorOptions#deletionDelay()}: the certificate is gone, or it is
 * {@code Failed} if the DELETE had {@code simulate=deletion-fails} or its seed has {@code deletionFails}.
 */
final class Certificates {
    private final SimulatorState simulatorState;

    Certificates(SimulatorState state) {
        this.simulatorState = state;
    }

    void register(Operations operations, Kind kind) {
        operations.addForResource(
                "Certificate_Get",
                kind,
                "GET",
                (call, id) -> Answer.of(200, simulatorState.estate().get(id)));
        operations.addForResource("Certificate_Create", kind, "PUT", this::put);
        operations.addForResource("Certificate_Delete", kind, "DELETE", this::delete);
        operations.addAction("Certificate_CancelDeletion", kind, "canceldelete", this::cancel);
    }

    /**
     * Creates a certificate. The request's {@code data} becomes the public data if it is a DER certificate with the
     * thumbprint in the name; anything else, such as a password-protected PFX, is ignored.
     */
    private Answer put(Call call, SimulatedId id) {
        simulatorState.estate().requireAround(id, "write");
        ObjectNode requested = WireJson.member(call.json(), "properties");
        int dash = id.name().indexOf('-');
        if (dash < 1) {
            throw ArmErrorException.invalidContent("The name must be {algorithm}-{thumbprint}");
        }
        String thumbprint = id.name().substring(dash + 1).toLowerCase(Locale.ROOT);
        ObjectNode body = Writes.resource(id);
        ObjectNode properties = body.putObject("properties")
                .put("thumbprintAlgorithm", id.name().substring(0, dash).toLowerCase(Locale.ROOT))
                .put("thumbprint", thumbprint)
                .put("provisioningState", "Succeeded")
                .put("provisioningStateTransitionTime", simulatorState.stamps().now())
                .put("format", format(requested));
        publicData(requested, thumbprint).ifPresent(data -> properties.put("publicData", data));
        return Answer.of(200, simulatorState.create(id, body));
    }

    private static String format(ObjectNode requested) {
        String format = requested.path("format").asText("Pfx");
        if (!format.equals("Pfx") && !format.equals("Cer")) {
            throw ArmErrorException.invalidContent("Error converting value '" + format + "' of 'format'");
        }
        return format;
    }

    private static Optional<String> publicData(ObjectNode requested, String thumbprint) {
        JsonNode data = requested.get("data");
        return data != null
                        && data.isTextual()
                        && SimulatedCertificate.thumbprintOf(data.asText()).equals(thumbprint)
                ? Optional.of(data.asText())
                : Optional.empty();
    }

    private Answer delete(Call call, SimulatedId id) {
        simulatorState.estate().requireAround(id, "delete");
        Optional<Entity> certificate = simulatorState.estate().find(id);
        if (certificate.isEmpty()) {
            return Answer.empty(204);
        }
        if (!state(certificate.get()).equals("Deleting")) {
            boolean fails = certificate.get().deletionFails()
                    || call.parameter("simulate")
                            .filter("deletion-fails"::equals)
                            .isPresent();
            simulatorState.edit(id, body -> move(body, "Deleting"));
            simulatorState.later().accept(simulatorState.options().deletionDelay(), () -> end(id, fails));
        }
        return Answer.empty(202);
    }

    private void end(SimulatedId id, boolean fails) {
        boolean stillDeleting = simulatorState
                .estate()
                .find(id)
                .filter(now -> state(now).equals("Deleting"))
                .isPresent();
        if (stillDeleting && fails) {
            simulatorState.edit(id, body -> {
                move(body, "Failed");
                WireJson.member(body, "properties").set("deleteCertificateError", error());
            });
        } else if (stillDeleting) {
            simulatorState.estate().remove(id);
        }
    }

    private ObjectNode error() {
        ObjectNode error = WireJson.object()
                .put("code", "NodesReferencingCertificate")
                .put(
                        "message",
                        "The specified certificate is being used by the below mentioned node(s)\nRequestId:%s\nTime:%s"
                                .formatted(
                                        new UUID(
                                                0,
                                                simulatorState
                                                        .stamps()
                                                        .instant()
                                                        .toEpochMilli()),
                                        simulatorState.stamps().now()))
                .put("target", "BatchAccount");
        error.putArray("details").addObject().put("code", "Nodes").put("message", "node1, node3");
        return error;
    }

    private Answer cancel(Call call, SimulatedId id) {
        if (!state(simulatorState.estate().get(id)).equals("Failed")) {
            throw new ArmErrorException(
                    409, "CertificateNotInFailedState", "The deletion of the certificate has not failed.");
        }
        return Answer.of(200, simulatorState.edit(id, body -> move(body, "Succeeded")));
    }

    private static String state(Entity certificate) {
        return certificate.properties().path("provisioningState").asText();
    }

    /** Changes the state, and stores the old one and its time as the previous state. */
    private void move(ObjectNode body, String state) {
        ObjectNode properties = body.withObjectProperty("properties");
        properties.set("previousProvisioningState", properties.path("provisioningState"));
        properties.set("previousProvisioningStateTransitionTime", properties.path("provisioningStateTransitionTime"));
        properties.put("provisioningState", state);
        properties.put(
                "provisioningStateTransitionTime", simulatorState.stamps().now());
        properties.remove("deleteCertificateError");
    }
}
