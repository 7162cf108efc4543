package io.armwatch.poll.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.RecordSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A source whose resources are the Azure subscriptions themselves. */
final class SubscriptionSource extends RecordSource<SubscriptionSource.State> {
    private static final List<ResourceType> TYPES = List.of(new ResourceType(
            "Microsoft.Resources",
            List.of(new Level(
                    "subscriptions", Pattern.compile("[0-9a-f-]+"), 36, 36, "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10"))));

    record State(Optional<String> state) {}

    SubscriptionSource() {
        super(State.class);
    }

    @Override
    public String name() {
        return "subscription-itself";
    }

    @Override
    public List<ResourceType> types() {
        return TYPES;
    }

    @Override
    public String apiVersion() {
        return "2022-12-01";
    }

    @Override
    public Optional<String> action() {
        return Optional.empty();
    }

    @Override
    protected State read(ArmId requested, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException {
        return entity(requested, body);
    }
}
