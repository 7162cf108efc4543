package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.kind.Behaviour;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.WireJson;
import java.time.Instant;
import java.util.function.Function;

/** The small default estate, in one Azure subscription, which {@code config/watch.yaml} names. */
public final class DefaultEstate {
    static final String GROUP = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1";
    private static final String ACCOUNT = GROUP + "/providers/Microsoft.Batch/batchAccounts/sampleacct";
    private static final String MAPS = GROUP + "/providers/Microsoft.Maps/accounts/";
    private static final String SERVICE = GROUP + "/providers/Microsoft.ApiManagement/service/apimService1";

    private final SimulatorState state;

    private DefaultEstate(SimulatorState state) {
        this.state = state;
    }

    public static void fill(SimulatorState state) {
        DefaultEstate estate = new DefaultEstate(state);
        estate.batch();
        estate.maps();
        estate.apim();
        state.kinds().main().stream().map(Kind::behaviour).forEach(estate::described);
        state.kinds().main().forEach(estate::example);
    }

    /** The resources that a fixture folder describes. */
    private void described(Behaviour behaviour) {
        behaviour.resources().forEach(resource -> {
            SimulatedId id = state.parse(GROUP + "/providers/" + resource.path());
            Templates templates = new Templates(state, id, WireJson.object());
            above(id);
            if (state.estate().find(id).isEmpty()) {
                SeedKeys.add(state, id, official(id));
            }
            state.edit(id, body -> {
                WireJson.merge(body, templates.fill(resource.patch()));
                state.secrets().plant(id, body);
            });
        });
    }

    /** A resource like the official example, where nothing else is of its kind. */
    private void example(Kind kind) {
        if (!kind.isAzureSubscription()
                && kind.behaviour().resources().isEmpty()
                && state.estate().all(kind).findAny().isEmpty()) {
            StringBuilder path = new StringBuilder(GROUP + "/providers/" + kind.namespace());
            for (String type : kind.typeName().split("/", -1)) {
                path.append('/').append(type).append("/sample");
            }
            SimulatedId id = state.parse(path.toString());
            above(id);
            SeedKeys.add(state, id, official(id));
        }
    }

    /** Adds the parents that are missing. */
    private void above(SimulatedId id) {
        if (!id.parent().isEmpty()) {
            SimulatedId parent = state.parse(id.parent());
            above(parent);
            if (state.estate().find(parent).isEmpty()) {
                SeedKeys.add(state, parent, official(parent));
            }
        }
    }

    private ObjectNode official(SimulatedId id) {
        ObjectNode body = Samples.official(id);
        state.secrets().plant(id, body);
        return body;
    }

    private boolean has(String type) {
        return state.kinds().find(type).isPresent();
    }

    /** An account with two long-lived certificates and one that expired on the day when Azure retired the feature. */
    private void batch() {
        if (!has(Types.BATCH_ACCOUNT)) {
            return;
        }
        add(ACCOUNT, id -> {
            ObjectNode account = Samples.batch(id, "japaneast");
            Samples.addPrivateEndpoint(account, id);
            return account;
        });
        if (!has(Types.CERTIFICATE)) {
            return;
        }
        certificate(1, "2017-07-21T00:00:00Z", "2047-07-21T00:00:00Z");
        certificate(2, "2022-01-01T00:00:00Z", "2042-01-01T00:00:00Z");
        certificate(3, "2020-02-29T00:00:00Z", "2024-02-29T00:00:00Z");
    }

    private void certificate(int serial, String notBefore, String notAfter) {
        var certificate = SimulatedCertificate.of(serial, Instant.parse(notBefore), Instant.parse(notAfter));
        add(ACCOUNT + "/certificates/" + certificate.name(), id -> Samples.certificate(id, certificate));
    }

    private void maps() {
        if (!has(Types.MAPS_ACCOUNT)) {
            return;
        }
        add(MAPS + "myMapsAccount", id -> tagged(Samples.maps(id, "eastus", "G2", "Gen2")));
        add(MAPS + "myMapsAccount2", id -> tagged(Samples.maps(id, "eastus", "S0", "Gen1")));
    }

    private static ObjectNode tagged(ObjectNode body) {
        body.putObject("tags").put("test", "true");
        return body;
    }

    private void apim() {
        if (!has(Types.APIM_SERVICE)) {
            return;
        }
        add(SERVICE, id -> Samples.apimService(id, "East US"));
        if (!has(Types.APIM_SUBSCRIPTION)) {
            return;
        }
        add(SERVICE + "/subscriptions/master", Samples::apimMaster);
        add(SERVICE + "/subscriptions/5931a769d8d14f0ad8ce13b8", id -> {
            ObjectNode body = Samples.apimSubscription(
                    id,
                    "5931a75ae4bbd512a88c680b",
                    "5600b59475ff190048060002",
                    "submitted",
                    "2017-06-02T17:59:06.223Z");
            body.withObjectProperty("properties").put("displayName", "Unlimited");
            return body;
        });
        add(
                SERVICE + "/subscriptions/5600b59475ff190048070001",
                id -> Samples.apimSubscription(
                        id, "1", "5600b59475ff190048060001", "active", "2015-09-22T01:57:40.3Z"));
    }

    private void add(String path, Function<SimulatedId, ObjectNode> body) {
        SimulatedId id = state.parse(path);
        SeedKeys.add(state, id, body.apply(id));
    }
}
