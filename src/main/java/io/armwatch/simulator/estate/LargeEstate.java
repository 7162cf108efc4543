package io.armwatch.simulator.estate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A generated estate of any size, always the same for a size. Every Azure subscription holds 250 pollable resources; of
 * each ten, 2 are Batch accounts, 3 certificates, 1 a Maps account and 4 API Management subscriptions.
 */
public final class LargeEstate {
    private static final int PER_SUBSCRIPTION = 250;
    private static final int PER_GROUP = 50;
    private static final Instant FROM = Instant.parse("2022-01-01T00:00:00Z");

    private final SimulatorState state;
    private String account = "";
    private String service = "";

    private LargeEstate(SimulatorState state) {
        this.state = state;
    }

    public static void fill(SimulatorState state, int resources) {
        LargeEstate estate = new LargeEstate(state);
        for (int i = 0; i < resources; i++) {
            estate.add(i);
        }
    }

    private void add(int i) {
        String providers = "/subscriptions/00000000-0000-4000-8000-%012x/resourceGroups/rg%d/providers/"
                .formatted(i / PER_SUBSCRIPTION + 1, i % PER_SUBSCRIPTION / PER_GROUP + 1);
        if (i % PER_GROUP == 0) {
            service = providers + "Microsoft.ApiManagement/service/apim-%06d".formatted(i);
            SimulatedId id = SimulatedId.parse(service);
            SeedKeys.add(state, id, Samples.apimService(id, "West Europe"));
        }
        switch (i % 10) {
            case 0, 5 -> batch(providers, i);
            case 1, 2, 6 -> certificate(i);
            case 3 -> maps(providers, i);
            default -> subscription(i);
        }
    }

    private void batch(String providers, int i) {
        account = providers + "Microsoft.Batch/batchAccounts/batch%06d".formatted(i);
        SimulatedId id = SimulatedId.parse(account);
        SeedKeys.add(state, id, Samples.batch(id, "westeurope"));
    }

    private void certificate(int i) {
        var certificate = SimulatedCertificate.of(1_000 + i, FROM, FROM.plus(8_000 + i % 1_000, ChronoUnit.DAYS));
        SimulatedId id = SimulatedId.parse(account + "/certificates/" + certificate.name());
        SeedKeys.add(state, id, Samples.certificate(id, certificate));
    }

    private void maps(String providers, int i) {
        SimulatedId id = SimulatedId.parse(providers + "Microsoft.Maps/accounts/maps%06d".formatted(i));
        SeedKeys.add(state, id, Samples.maps(id, "westeurope", "G2", "Gen2"));
    }

    private void subscription(int i) {
        boolean first = i % PER_GROUP == 4;
        SimulatedId id = SimulatedId.parse(service + "/subscriptions/" + (first ? "master" : "sub%06d".formatted(i)));
        var body = first
                ? Samples.apimMaster(id)
                : Samples.apimSubscription(id, "1", "unlimited", "active", "2023-03-01T12:00:00.123Z");
        SeedKeys.add(state, id, body);
    }
}
