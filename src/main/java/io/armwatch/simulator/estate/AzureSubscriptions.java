package io.armwatch.simulator.estate;

/** The Azure subscriptions themselves: each one that holds a resource can be read, unless the seed has it. */
public final class AzureSubscriptions {
    private AzureSubscriptions() {}

    public static void add(SimulatorState state) {
        if (state.kinds().azureSubscription().isPresent()) {
            state.estate().subscriptions().stream()
                    .sorted()
                    .map(subscription -> state.parse("/subscriptions/" + subscription))
                    .filter(id -> state.estate().find(id).isEmpty())
                    .forEach(id -> SeedKeys.add(state, id, Samples.official(id)));
        }
    }
}
