package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.it.EventFormatCheck;
import io.armwatch.it.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventChainCheckTest {
    private static final String ID = "/subscriptions/S/providers/Microsoft.ApiManagement/service/s/subscriptions/One";
    private static final List<String> STATES = List.of("active", "suspended", "active", "rejected");

    private final List<ReceivedEvent> told = new ArrayList<>(List.of(
            discovered(1, "active"),
            changed(2, "active", "suspended"),
            changed(3, "suspended", "active"),
            changed(4, "active", "rejected")));

    @Test
    void a_whole_chain_holds() {
        assertThat(violations(known(4, "rejected"))).isEmpty();
    }

    @Test
    void a_change_that_polling_passed_over_is_no_gap() {
        told.remove(3);
        told.remove(2);
        told.add(changed(3, "suspended", "rejected"));
        assertThat(violations(known(3, "rejected"))).isEmpty();
    }

    @Test
    void a_missing_event_is_a_gap() {
        told.remove(1);
        assertThat(violations(known(4, "rejected")))
                .containsExactly(
                        ID
                                + ": gap: revision 3 goes from suspended to active at /properties/state, where active was told"
                                + " before",
                        ID + ": gap: revision 2 of 4 is known, and no event tells of it");
    }

    @Test
    void two_missing_events_that_cancel_out_are_a_gap() {
        told.remove(1);
        told.remove(1);
        assertThat(violations(known(4, "rejected")))
                .containsExactly(
                        ID + ": gap: revision 2 of 4 is known, and no event tells of it",
                        ID + ": gap: revision 3 of 4 is known, and no event tells of it");
    }

    @Test
    void a_missing_discovery_is_a_gap() {
        told.remove(0);
        assertThat(violations(known(4, "rejected"))).contains(ID + ": gap: its discovery is not told");
    }

    @Test
    void an_event_that_comes_twice_is_a_repetition() {
        told.add(told.get(3));
        assertThat(violations(known(4, "rejected")))
                .contains(ReceivedEvent.key(ID) + ": repetition: subscription.state-changed with id "
                        + told.get(3).attribute("id") + " was read before");
    }

    @Test
    void a_reverted_state_is_a_repetition_even_in_a_complete_chain() {
        told.add(changed(5, "rejected", "suspended"));
        told.add(changed(6, "suspended", "rejected"));
        assertThat(violations(known(6, "rejected")))
                .hasSize(2)
                .first()
                .asString()
                .contains("repetition: revision 5 goes to suspended", "which Azure has not shown");
    }

    @Test
    void a_chain_that_ends_early_ends_wrong() {
        told.remove(3);
        assertThat(violations(known(3, "active")))
                .containsExactly(
                        ID + ": wrong end: active at /properties/state by what was told, and Azure shows rejected",
                        ID + ": wrong known state: active at /properties/state where Azure shows rejected");
    }

    @Test
    void a_known_state_that_differs_from_azure_is_a_violation() {
        assertThat(violations(known(4, "active")))
                .containsExactly(ID + ": wrong known state: active at /properties/state where Azure shows rejected");
    }

    @Test
    void a_known_state_older_than_the_last_event_is_a_violation() {
        assertThat(violations(known(3, "rejected")))
                .containsExactly(ID + ": wrong known state: it is of revision 3, and revision 4 is told");
    }

    @Test
    void a_missing_known_state_is_a_violation() {
        assertThat(violations(Optional.empty())).containsExactly(ID + ": wrong known state: there is none");
    }

    @Test
    void events_out_of_order_are_a_violation() {
        told.add(1, told.remove(2));
        assertThat(violations(known(4, "rejected")))
                .containsExactly(ID + ": out of order: revision 2 is told behind 3");
    }

    @Test
    void an_id_that_belongs_to_no_revision_is_a_violation() {
        told.set(3, changed(0, "active", "rejected"));
        assertThat(violations(known(3, "active")))
                .contains(ID + ": the id of subscription.state-changed is that of no revision");
    }

    private List<String> violations(Optional<JsonNode> known) {
        Map<String, List<JsonNode>> shown =
                Map.of(ID, STATES.stream().map(EventChainCheckTest::state).toList());
        return EventChainCheck.violations(told, key -> known, shown);
    }

    private static Optional<JsonNode> known(long revision, String state) {
        return Optional.of(json("{'revision':" + revision + ",'state':" + state(state) + "}"));
    }

    private static JsonNode state(String state) {
        return json("{'properties':{'state':'" + state + "','scope':'all'}}");
    }

    private static ReceivedEvent discovered(long revision, String state) {
        return told("resource.discovered", "resource-changes", revision, "{'state':" + state(state) + "}");
    }

    private static ReceivedEvent changed(long revision, String before, String after) {
        String data = "{'previousState':'" + before + "','state':'" + after + "'}";
        return told("subscription.state-changed", "subscription-states", revision, data);
    }

    private static ReceivedEvent told(String type, String topic, long revision, String data) {
        ObjectNode event = json("{'type':'io.armwatch." + type + ".v1','subject':'One','data':" + data + "}")
                .deepCopy();
        ReceivedEvent told = new ReceivedEvent(topic, ReceivedEvent.key(ID), List.of(), event);
        event.put("id", EventFormatCheck.id(told, revision));
        return told;
    }

    private static JsonNode json(String text) {
        return ReceivedEvent.json(text.replace('\'', '"').getBytes(UTF_8));
    }
}
