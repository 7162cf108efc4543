package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.kind.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A generated estate of any size, always the same for a size. Every Azure subscription holds 250 pollable resources. Of
 * each ten that have code of their own, 2 are Batch accounts, 3 certificates, 1 a Maps account and 4 API Management
 * subscriptions; beside each such ten stands one resource of every other source. In each Azure subscription, one API
 * Management subscription and one named value are in a workspace.
 */
public final class LargeEstate {
    private static final int PER_SUBSCRIPTION = 250;
    private static final int PER_GROUP = 50;
    private static final String NAMED_VALUE = "Microsoft.ApiManagement/service/namedValues";
    private static final Instant FROM = Instant.parse("2022-01-01T00:00:00Z");

    /** In each ten, a certificate comes after the account that it belongs to. */
    private static final List<String> TEN = List.of(
            Types.BATCH_ACCOUNT,
            Types.CERTIFICATE,
            Types.CERTIFICATE,
            Types.MAPS_ACCOUNT,
            Types.APIM_SUBSCRIPTION,
            Types.BATCH_ACCOUNT,
            Types.CERTIFICATE,
            Types.APIM_SUBSCRIPTION,
            Types.APIM_SUBSCRIPTION,
            Types.APIM_SUBSCRIPTION);

    private final SimulatorState state;
    private final List<Kind> slots;
    private String account = "";
    private String service = "";
    /** The kinds of which the Azure subscription has none in a workspace yet. */
    private final Set<String> missingInWorkspace = new HashSet<>();

    private LargeEstate(SimulatorState state) {
        this.state = state;
        this.slots = slots(state);
    }

    private static List<Kind> slots(SimulatorState state) {
        List<Kind> slots = new ArrayList<>();
        TEN.forEach(type -> state.kinds().find(type).filter(Kind::isPollable).ifPresent(slots::add));
        state.kinds().main().stream()
                .filter(kind -> !TEN.contains(kind.type()) && !kind.isAzureSubscription())
                .forEach(slots::add);
        return slots;
    }

    public static void fill(SimulatorState state, int resources) {
        LargeEstate estate = new LargeEstate(state);
        for (int i = 0; i < resources && !estate.slots.isEmpty(); i++) {
            estate.add(i);
        }
    }

    private void add(int i) {
        String providers = "/subscriptions/00000000-0000-4000-8000-%012x/resourceGroups/rg%d/providers/"
                .formatted(i / PER_SUBSCRIPTION + 1, i % PER_SUBSCRIPTION / PER_GROUP + 1);
        if (i % PER_GROUP == 0 && state.kinds().find(Types.APIM_SERVICE).isPresent()) {
            service = providers + "Microsoft.ApiManagement/service/apim-%06d".formatted(i);
            SimulatedId id = state.parse(service);
            SeedKeys.add(state, id, Samples.apimService(id, "West Europe"));
        }
        if (i % PER_SUBSCRIPTION == 0) {
            missingInWorkspace.addAll(List.of(Types.APIM_SUBSCRIPTION, NAMED_VALUE));
        }
        Kind kind = slots.get(i % slots.size());
        switch (kind.type()) {
            case Types.BATCH_ACCOUNT -> batch(providers, i);
            case Types.CERTIFICATE -> certificate(providers, i);
            case Types.MAPS_ACCOUNT -> maps(providers, i);
            case Types.APIM_SUBSCRIPTION -> subscription(i);
            default -> plain(kind, providers, i);
        }
    }

    private void batch(String providers, int i) {
        account = providers + "Microsoft.Batch/batchAccounts/batch%06d".formatted(i);
        SimulatedId id = state.parse(account);
        SeedKeys.add(state, id, Samples.batch(id, "westeurope"));
    }

    private void certificate(String providers, int i) {
        if (!account.startsWith(providers)) {
            batch(providers, i);
        }
        var certificate = SimulatedCertificate.of(1_000 + i, FROM, FROM.plus(8_000 + i % 1_000, ChronoUnit.DAYS));
        SimulatedId id = state.parse(account + "/certificates/" + certificate.name());
        SeedKeys.add(state, id, Samples.certificate(id, certificate));
    }

    private void maps(String providers, int i) {
        SimulatedId id = state.parse(providers + "Microsoft.Maps/accounts/maps%06d".formatted(i));
        SeedKeys.add(state, id, Samples.maps(id, "westeurope", "G2", "Gen2"));
    }

    private void subscription(int i) {
        boolean first = state.estate()
                .list(service.toLowerCase(Locale.ROOT) + "/subscriptions")
                .isEmpty();
        String above = first ? service : serviceOrWorkspace(Types.APIM_SUBSCRIPTION);
        SimulatedId id = state.parse(above + "/subscriptions/" + (first ? "master" : "sub%06d".formatted(i)));
        var body = first
                ? Samples.apimMaster(id)
                : Samples.apimSubscription(id, "1", "unlimited", "active", "2023-03-01T12:00:00.123Z");
        SeedKeys.add(state, id, body);
    }

    /** A resource like the official example. All children of a kind in a resource group have the same parent. */
    private void plain(Kind kind, String providers, int i) {
        String above =
                kind.parent().map(parent -> parent(kind, parent, providers)).orElse(providers + kind.namespace());
        SimulatedId id = state.parse(
                above + "/" + kind.segment() + "/" + kind.segment().toLowerCase(Locale.ROOT) + "%06d".formatted(i));
        addOfficial(id);
    }

    /** The first of a kind in an Azure subscription is in a workspace. */
    private String serviceOrWorkspace(String type) {
        if (!missingInWorkspace.remove(type)) {
            return service;
        }
        SimulatedId workspace = state.parse(service + "/workspaces/team");
        if (state.estate().find(workspace).isEmpty()) {
            addOfficial(workspace);
        }
        return workspace.text();
    }

    private String parent(Kind child, Kind kind, String providers) {
        if (kind.type().equals(Types.APIM_SERVICE)) {
            return serviceOrWorkspace(child.type());
        }
        String above =
                kind.parent().map(parent -> parent(kind, parent, providers)).orElse(providers + kind.namespace());
        SimulatedId id = state.parse(above + "/" + kind.segment() + "/parent");
        if (state.estate().find(id).isEmpty()) {
            addOfficial(id);
        }
        return id.text();
    }

    private void addOfficial(SimulatedId id) {
        ObjectNode body = Samples.official(id);
        state.secrets().plant(id, body);
        SeedKeys.add(state, id, body);
    }
}
