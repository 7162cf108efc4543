package io.armwatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.it.ReceivedEvent;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.Faults;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each recipe does when Azure changes. */
abstract class RecipesContract extends ExamplesFixture {
    private static final String OTHER_SUBSCRIPTION = "/subscriptions/0b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";

    private static final String ABORTED = "aborted";

    private final String followed = resources.maps("followed");
    private final String gone = resources.batch("gone");
    private final String deleted = resources.batch("deleted");
    private final String handled = resources.maps("handled");
    private final String cached = resources.maps("cached");
    private final String caughtUp = resources.maps("caughtup");
    private final String included = resources.batch("included");
    private final String owned = resources.batch("owned");
    private final String certificate = resources.certificate(owned);
    private final String old = resources.certificate(owned);
    private final String scanned =
            resources.add(OTHER_SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Batch/batchAccounts/scanned");

    RecipesContract(String mode) {
        super(mode);
    }

    private EventTopic rotations() {
        return new EventTopic(armwatch, "key-rotations");
    }

    @Test
    void known_states_are_loaded_and_followed() {
        azure.call("DELETE", gone, "");
        armwatch.reader().await("resource.deleted", gone);
        new EventTopic(armwatch, "known-states").abort(followed, ABORTED);
        ExampleProcess recipe = runJava("KnownStates");
        recipe.awaitLine("loaded");
        recipe.awaitLine("known " + ReceivedEvent.key(followed));
        recipe.awaitLine("known " + ReceivedEvent.key(deleted));

        rotate(followed, "primary");
        azure.call("DELETE", deleted, "");

        String fingerprint = armwatch.reader().await("key.rotated", followed).data("fingerprint");
        recipe.awaitLine("changed " + ReceivedEvent.key(followed), fingerprint);
        recipe.awaitLine("gone " + ReceivedEvent.key(deleted));
        assertThat(recipe.has("known " + ReceivedEvent.key(gone))).isFalse();
        assertThat(recipe.has(ABORTED)).isFalse();
    }

    @Test
    void an_event_that_is_read_again_after_a_restart_is_handled_once(@TempDir Path folder) {
        String file = folder.resolve("handled.txt").toString();
        rotate(handled, "primary");
        String id = armwatch.reader().await("key.rotated", handled).attribute("id");
        ExampleProcess first = runJava("RemoveDuplicates", file);
        first.awaitLine("handled " + id + " key.rotated " + ReceivedEvent.key(handled));
        first.stop();

        rotations().sendAgain(id);

        ExampleProcess second = runJava("RemoveDuplicates", file);
        second.awaitLine("skipped " + id);
        assertThat(second.has("handled " + id)).isFalse();
    }

    @Test
    void a_cached_key_is_read_again_if_its_fingerprint_differs() {
        ExampleProcess recipe = runJava("FreshKey", azure.uri().toString(), cached);
        recipe.awaitLine("holds ");

        rotate(cached, "primary");

        ReceivedEvent event = armwatch.reader().await("key.rotated", cached);
        recipe.awaitLine("holds " + event.data("fingerprint"));
        rotations().sendAgain(event.attribute("id"));
        recipe.awaitLine("holds it already " + event.data("fingerprint"));
        assertThat(recipe.lines()).hasSize(3);
    }

    @Test
    void an_incident_is_opened_and_closed_under_the_same_key() {
        ExampleProcess recipe = runJava("Incidents");
        String incident = ReceivedEvent.key(certificate) + "|" + nameOf(certificate) + "|certificate";

        azure.call("DELETE", certificate + "?simulate=deletion-fails", "");
        recipe.awaitLine("open " + incident);
        assertThat(recipe.has("close " + incident)).isFalse();

        azure.call("POST", certificate + "/cancelDelete", "");
        recipe.awaitLine("close " + incident);
    }

    @Test
    void an_incident_that_is_older_than_the_events_is_known_and_ends() {
        String incident = ReceivedEvent.key(old) + "|" + nameOf(old) + "|certificate";
        azure.call("DELETE", old + "?simulate=deletion-fails", "");
        armwatch.reader().await("certificate.deletion-failed", old);

        ExampleProcess recipe = runJava("OpenIncidents");
        recipe.awaitLine("open " + incident);
        azure.call("POST", old + "/cancelDelete", "");

        recipe.awaitLine("close " + incident);
    }

    @Test
    void an_event_goes_to_the_owner_whom_the_tags_name() {
        ExampleProcess recipe = runJava("OwnerByTags");
        recipe.awaitLine("to rg1: resource.discovered " + ReceivedEvent.key(owned));

        azure.call("PATCH", owned, "{\"tags\":{\"Owner\":\"team-a\"}}");

        recipe.awaitLine("to team-a: resource.changed " + ReceivedEvent.key(owned));
    }

    @Test
    void silence_about_one_scope_raises_an_alarm_and_a_complete_scan_ends_it() {
        ExampleProcess recipe = runJava("DeadMansSwitch", "PT10S");
        armwatch.scanned("batch-account", OTHER_SUBSCRIPTION);

        Fault fault = azure.simulator()
                .fault(Faults.on("GET", scanned), Faults.error(500, "InternalServerError", "try again"));
        recipe.awaitLine("alarm batch-account in " + OTHER_SUBSCRIPTION);

        fault.close();
        recipe.awaitLine("all clear batch-account in " + OTHER_SUBSCRIPTION);
    }

    @Test
    void a_consumer_that_was_away_for_longer_than_the_topics_keep_events_catches_up() {
        ExampleProcess first = runJava("CatchUp");
        first.awaitLine("loaded");
        azure.call("PATCH", included, "{\"tags\":{\"team\":\"x\"}}");
        first.awaitLine("handled resource.changed " + ReceivedEvent.key(included));
        assertThat(first.has("handled resource.discovered " + ReceivedEvent.key(included)))
                .as("what the known states include")
                .isFalse();
        first.stop();
        rotate(caughtUp, "primary");
        String missed = armwatch.reader().await("key.rotated", caughtUp).data("fingerprint");

        rotations().deleteRecords();

        ExampleProcess second = runJava("CatchUp");
        second.awaitLine("known " + ReceivedEvent.key(caughtUp), missed);
        rotate(caughtUp, "secondary");
        second.awaitLine("handled key.rotated " + ReceivedEvent.key(caughtUp));
    }
}
