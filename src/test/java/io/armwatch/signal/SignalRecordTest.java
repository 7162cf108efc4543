package io.armwatch.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.signal.SignalRecord.Form;
import io.armwatch.signal.SignalRecord.Item;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record of the topic of signals asks for. The examples of Azure's documentation are in the test resources. */
class SignalRecordTest {
    private static final String MAPS = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Maps/accounts/maps1";

    private static List<Item> items(String json) {
        return SignalRecord.read(json.getBytes(UTF_8)).items();
    }

    private static String example(String file) {
        try (InputStream stream = requireNonNull(SignalRecordTest.class.getResourceAsStream("/signals/" + file))) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> polled(Item item) {
        return item.signal().map(Signal::value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poll | %s
            scan | maps-keys
            scan | /subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1
            scan | /subscriptions/*
            pause | maps-keys
            resume | batch-account
            """)
    void a_signal_of_armwatch_s_own_form_reads_as_it_was_written(String kind, String text) {
        String value = text.replace("%s", MAPS);
        List<Item> items = items("{\"" + kind + "\":\"" + value + "\"}");

        assertThat(items).hasSize(1);
        Signal signal = items.get(0).signal().orElseThrow();
        assertThat(signal.kind()).isEqualTo(kind).isEqualTo(items.get(0).form().text());
        assertThat(signal.value()).isEqualTo(value);
        assertThat(SignalRecord.read(signal.json()).items()).isEqualTo(items);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resource-write.json | /subscriptions/{subscription-id}/resourcegroups/{resource-group}/providers/Microsoft.Storage/storageAccounts/{storage-name}
            resource-delete.json | /subscriptions/{subscription-id}/resourceGroups/{resource-group}/providers/Microsoft.Storage/storageAccounts/{storage-name}
            api-management.json | /subscriptions/{subscription-id}/resourceGroups/{your-rg}/providers/Microsoft.ApiManagement/service/{your-APIM-instance}/products/myproduct
            api-management-cloud-event.json | /subscriptions/{subscription-id}/resourceGroups/{your-rg}/providers/Microsoft.ApiManagement/service/{your-APIM-instance}/products/myproduct
            key-vault.json | /subscriptions/{subscription-id}/resourceGroups/sample-rg/providers/Microsoft.KeyVault/vaults/sample-kv/secrets/newsecret
            key-vault-cloud-event.json | /subscriptions/{subscription-id}/resourceGroups/sample-rg/providers/Microsoft.KeyVault/vaults/sample-kv/secrets/newsecret
            """)
    void an_event_of_event_grid_is_a_poll_of_the_resource_that_it_is_about(String file, String id) {
        List<Item> items = items(example(file));

        assertThat(items).hasSize(1);
        assertThat(items.get(0).form()).isEqualTo(Form.EVENT_GRID);
        assertThat(polled(items.get(0))).contains(id);
    }

    @Test
    void an_entry_of_the_activity_log_is_a_poll_of_its_resource() {
        List<Item> items = items(example("activity-log.json"));

        assertThat(items).hasSize(1);
        assertThat(items.get(0).form()).isEqualTo(Form.ACTIVITY_LOG);
        assertThat(polled(items.get(0)))
                .contains(
                        "/subscriptions/s1/resourceGroups/MSSupportGroup/providers/microsoft.support/supporttickets/115012112305841");
    }

    /** Otherwise armwatch's own listKeys would be the signal for its next one. */
    @ParameterizedTest
    @ValueSource(strings = {"MICROSOFT.MAPS/ACCOUNTS/LISTKEYS/ACTION", "Microsoft.Storage/storageAccounts/read"})
    void an_operation_that_only_reads_asks_for_nothing(String operation) {
        assertThat(items("{\"records\":[{\"resourceId\":\"" + MAPS + "\",\"operationName\":\"" + operation + "\"}]}"))
                .containsExactly(new Item(Form.ACTIVITY_LOG, Optional.empty(), Optional.empty()));
        assertThat(items(example("resource-action.json")))
                .as("listKeys of an Event Hubs namespace")
                .containsExactly(new Item(Form.EVENT_GRID, Optional.empty(), Optional.empty()));
    }

    @Test
    void the_beginning_of_an_operation_asks_for_nothing_and_its_end_for_a_poll() {
        List<Item> items = items("""
                {"records":[
                  {"resourceId":"%s","operationName":"MICROSOFT.MAPS/ACCOUNTS/REGENERATEKEY/ACTION","resultType":"Start"},
                  {"resourceId":"%s","operationName":"MICROSOFT.MAPS/ACCOUNTS/REGENERATEKEY/ACTION","resultType":"Success"}]}
                """.formatted(MAPS, MAPS));

        assertThat(items).map(SignalRecordTest::polled).containsExactly(Optional.empty(), Optional.of(MAPS));
    }

    @Test
    void an_event_that_names_no_resource_of_arm_asks_for_nothing() {
        assertThat(items(example("api-management-circuit-breaker.json")))
                .containsExactly(new Item(Form.EVENT_GRID, Optional.empty(), Optional.empty()));
        assertThat(items("""
                {"eventType":"Microsoft.Storage.BlobCreated","topic":"/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a",
                 "subject":"/blobServices/default/containers/c/blobs/f","data":{"api":"PutBlob"}}""")).containsExactly(new Item(Form.EVENT_GRID, Optional.empty(), Optional.empty()));
    }

    @Test
    void an_array_may_mix_events_and_signals() {
        List<Item> items = items("[{\"pause\":\"maps-keys\"}," + example("api-management-circuit-breaker.json")
                + ",{\"something\":1},{\"resourceInfo\":{\"id\":\"" + MAPS + "\"}}]");

        assertThat(items).map(Item::form).containsExactly(Form.PAUSE, Form.EVENT_GRID, Form.UNKNOWN, Form.EVENT_GRID);
        assertThat(polled(items.get(3))).contains(MAPS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "7",
                "\"poll\"",
                "{\"poll\":",
                "not json",
                "{\"poll\":5}",
                "{\"poll\":\"/subscriptions/s1/../s2\"}",
                "{\"poll\":\"/subscriptions/*\"}",
                "{\"poll\":\"/subscriptions/s1\",\"scan\":\"maps-keys\"}",
                "{\"scan\":\"/subscriptions/no-uuid\"}",
                "{\"pause\":\"no-such-source\"}",
                "{\"pause\":\"\"}",
                "{\"stop\":\"maps-keys\"}"
            })
    void what_cannot_be_read_is_named_as_unreadable_and_nothing_else_happens(String value) {
        assertThat(items(value)).hasSize(1).allSatisfy(item -> {
            assertThat(item.form()).isEqualTo(Form.UNKNOWN);
            assertThat(item.signal()).isEmpty();
            assertThat(item.problem()).isPresent();
        });
    }

    /** Each of these took time that grows with the square of the length, if read carelessly. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "[", " ", "/a"})
    void a_large_value_is_read_in_no_time(String part) {
        String value = "/subscriptions/s1" + part.repeat(300_000) + "x";

        assertThat(items("{\"poll\":\"" + value + "\"}")).hasSize(1);
        assertThat(items("{\"scan\":\"" + value + "\"}")).hasSize(1);
        assertThat(items("{\"resourceId\":\"" + value + "\",\"operationName\":\"" + value + "\"}"))
                .hasSize(1);
    }
}
