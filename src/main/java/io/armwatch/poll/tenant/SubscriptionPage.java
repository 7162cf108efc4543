package io.armwatch.poll.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One page of {@code Subscriptions_List} or {@code ManagementGroups_GetDescendants}.
 *
 * @param subscriptions the lower-cased ids of the Azure subscriptions on it
 */
record SubscriptionPage(Set<String> subscriptions, Optional<String> nextLink) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern SUBSCRIPTION =
            Pattern.compile("/subscriptions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final String MANAGEMENT_GROUP = "/providers/microsoft.management/managementgroups/";

    /**
     * Reads a page. A management group among the descendants is left out, because the list goes on with what is below it.
     *
     * @throws InvalidAnswerException if it is no such page, so that the list cannot be read to its end
     */
    static SubscriptionPage of(byte[] body) throws InvalidAnswerException {
        JsonNode page = parsed(body);
        if (!page.path("value").isArray()) {
            throw new InvalidAnswerException("the answer is not a list: it has no 'value'");
        }
        Set<String> subscriptions = new TreeSet<>();
        for (JsonNode item : page.path("value")) {
            String id = item.path("id").asText().toLowerCase(Locale.ROOT);
            var matcher = SUBSCRIPTION.matcher(id);
            if (matcher.matches()) {
                subscriptions.add(matcher.group(1));
            } else if (!id.startsWith(MANAGEMENT_GROUP)) {
                throw new InvalidAnswerException("the list holds an item that is no Azure subscription");
            }
        }
        return new SubscriptionPage(
                subscriptions, Optional.ofNullable(page.path("nextLink").textValue()));
    }

    private static JsonNode parsed(byte[] body) throws InvalidAnswerException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new InvalidAnswerException("the answer is not JSON");
        }
    }
}
