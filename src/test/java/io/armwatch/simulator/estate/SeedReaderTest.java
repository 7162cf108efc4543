package io.armwatch.simulator.estate;

import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static io.armwatch.simulator.SimulatorClient.SERVICE;
import static io.armwatch.simulator.SimulatorClient.SID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.armwatch.cli.SimulateCommand;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SeedReaderTest {
    private static final String CERTIFICATE = BATCH + "/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e";

    @TempDir
    private Path folder;

    @Test
    void a_seed_is_all_there_is() throws IOException {
        String seed = """
                [ { "id": "%s", "keys": { "primary": "my-key", "primaryLastUpdated": "2024-01-01T00:00:00Z" } },
                  { "id": "%s" },
                  { "id": "%s", "deletionFails": true },
                  { "id": "%s" },
                  { "id": "%s", "properties": { "state": "paused", "ownerId": null } } ]
                """.formatted(MAPS, BATCH, CERTIFICATE, SERVICE, SID);
        try (Simulator simulator = start(seed)) {
            SimulatorClient client = new SimulatorClient(simulator);
            assertThat(simulator.pollableIds()).containsExactlyInAnyOrder(MAPS, BATCH, CERTIFICATE, SID);
            assertThat(client.post(MAPS + "/listKeys" + MAPS_VERSION, "").http().body())
                    .contains("\"my-key\",\"primaryKeyLastUpdated\":\"2024-01-01T00:00:00.0000000Z\"");
            assertThat(client.get(SID + APIM_VERSION).property("state").asText())
                    .isEqualTo("paused");
            assertThat(client.get(SID + APIM_VERSION).property("ownerId").isNull())
                    .isTrue();
            client.send("DELETE", CERTIFICATE + BATCH_VERSION, "");
            await().until(() ->
                    client.get(CERTIFICATE + BATCH_VERSION).http().body().contains("Failed"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[ { \"id\" } ]                        | line 1, column 10: not JSON",
                "{}                                    | expected a JSON array of resources",
                "[ 1 ]                                 | entry 1 (no id): expected a JSON object",
                "[ { \"tags\": {} } ]                  | entry 1 (no id): 'id' is missing",
                "[ { \"id\": \"x\" } ]                 | entry 1 (x): The request did not have a subscription",
                "[ { \"id\": \"{maps}\", \"key\": 1 } ] | 'key' is unknown",
                "[ { \"id\": \"{maps}\", \"keys\": { \"first\": 1 } } ] | 'keys.first' is unknown",
                "[ { \"id\": \"{maps}\", \"keys\": { \"primaryLastUpdated\": \"now\" } } ] | must be an instant such as",
                "[ { \"id\": \"{maps}\" }, { \"id\": \"{maps}\" } ] | entry 2 ({maps}): this id appears twice",
                "[ { \"id\": \"{batch}/certificates/sha1-aa\" } ] | its parent {batch} must come before it"
            })
    void a_malformed_seed_is_refused_with_the_place_of_what_is_wrong(String seed, String message) {
        assertThatThrownBy(() -> start(named(seed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed.json: ")
                .hasMessageContaining(named(message));
    }

    @Test
    void the_command_ends_with_2_and_a_sentence_when_its_seed_is_wrong() throws IOException {
        Path file = Files.writeString(folder.resolve("seed.json"), "[ { \"tags\": {} } ]");
        StringWriter err = new StringWriter();
        int code = new CommandLine(new SimulateCommand())
                .setErr(new PrintWriter(err))
                .execute("--port", "0", "--seed", file.toString());
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("seed.json: entry 1 (no id): 'id' is missing");
    }

    @Test
    void the_command_ends_with_2_when_an_option_is_wrong() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new SimulateCommand()).setErr(new PrintWriter(err));
        assertThat(command.execute("--play-every", "soon")).isEqualTo(2);
        assertThat(command.execute("--page-size", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("'soon' is not a duration such as 500ms, 2s or 1m", "page size must be");
    }

    @Test
    void a_taken_port_ends_the_command_with_2() {
        try (Simulator other = Simulator.start(SimulatorOptions.defaults())) {
            StringWriter err = new StringWriter();
            int code = new CommandLine(new SimulateCommand())
                    .setErr(new PrintWriter(err))
                    .execute("--port", Integer.toString(other.port()));
            assertThat(code).isEqualTo(2);
            assertThat(err.toString()).contains("cannot listen on 127.0.0.1:" + other.port());
        }
    }

    private Simulator start(String seed) throws IOException {
        Path file = Files.writeString(folder.resolve("seed.json"), seed);
        return Simulator.start(SimulatorOptions.builder()
                .seed(file)
                .deletionDelay(Duration.ofMillis(1))
                .build());
    }

    private static String named(String text) {
        return text.replace("{maps}", MAPS).replace("{batch}", BATCH);
    }
}
