package io.armwatch.source.azuresubscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Change.AzureSubscriptionStateChanged;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.NamedChange;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The source of Azure subscriptions; operation {@code Subscriptions_Get} of Microsoft.Resources 2022-12-01. */
public final class AzureSubscriptionSource extends PlainSource {
    private static final Level SUBSCRIPTION = new Level(
            "subscriptions",
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
            36,
            36,
            "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10");

    private static final String STATE = "/state";

    public AzureSubscriptionSource() {
        super(
                "azure-subscription",
                List.of(new ResourceType("Microsoft.Resources", List.of(SUBSCRIPTION))),
                List.of("2022-12-01"),
                Map.of("/subscriptionId", "the same as the id"));
    }

    /** A subscription has no name, no type and no {@code properties}. */
    @Override
    protected void requireEntity(ArmId requested, JsonNode body) throws InvalidAnswerException {
        JsonNode id = body.path("subscriptionId");
        if (id.isTextual() && !id.textValue().equalsIgnoreCase(requested.subscriptionId())) {
            throw new InvalidAnswerException(
                    "the response is about another resource: its subscriptionId is not the requested one");
        }
    }

    @Override
    protected List<NamedChange> namedChanges(PlainState before, PlainState after) {
        return before.text(STATE).equals(after.text(STATE))
                ? List.of()
                : List.of(new NamedChange(
                        new AzureSubscriptionStateChanged(
                                after.text(STATE), before.text(STATE), after.text("/displayName")),
                        Set.of(STATE)));
    }
}
