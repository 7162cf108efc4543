package io.armwatch.detection;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.StoredState;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.kafka.ChangelogTopic;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Reads the known states from the changelog topic, with their outages and incidents, as a process restores them. */
public final class StoredStates {
    /** Stands for the target of a state that cannot be read, which is left out. */
    private static final Target UNREADABLE = new Target("", ArmId.of(ArmId.ALL_SUBSCRIPTIONS), "");

    private StoredStates() {}

    /**
     * The known states of a resource, and those of the lists and scopes that may hold it.
     *
     * @return by state key; without those that this version cannot read; none if the topic does not exist
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it
     */
    public static Map<String, KnownState> read(Settings.Kafka settings, ArmId id) {
        return read(settings, key -> isAbout(id, key));
    }

    /**
     * The known states of all lists and scopes, likewise. They hold outages and complete scans.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable or denies it
     */
    public static Map<String, KnownState> readScopes(Settings.Kafka settings) {
        return read(settings, key -> key.contains(Target.LIST));
    }

    private static Map<String, KnownState> read(Settings.Kafka settings, Predicate<String> wanted) {
        Map<String, KnownState> states = new HashMap<>();
        PublicStateReader.read(settings, ChangelogTopic.name(settings), wanted, true)
                .forEach((key, stored) -> {
                    StoredState state = StoredState.of(UNREADABLE, stored);
                    if (state.whole()) {
                        states.put(key, state.known());
                    }
                });
        return states;
    }

    private static boolean isAbout(ArmId id, String key) {
        int list = key.indexOf(Target.LIST);
        return list < 0
                ? key.startsWith(id.key())
                : id.key().startsWith(key.substring(0, list)) || isOfTenant(key.substring(0, list));
    }

    /** Whether a scope stands for Azure subscriptions that a list of the tenant names. The list may hold the resource's. */
    private static boolean isOfTenant(String scope) {
        return scope.equals("/subscriptions/*") || scope.startsWith("/providers/microsoft.management/");
    }
}
