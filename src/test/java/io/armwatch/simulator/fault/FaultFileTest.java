package io.armwatch.simulator.fault;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.armwatch.cli.SimulateCommand;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FaultFileTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                               | faults:1: expected a list of faults",
                "- [                              | faults:1: not YAML: ",
                "- oops                           | faults:1: a fault must be a mapping with any of fault, calls",
                "- fault: x                       | faults:1: answer: is missing; it says what happens",
                "- answer: {}                     | faults:1: answer.status: the answer is empty",
                "- answer: 503                    | faults:1: 'answer' must be a mapping with any of status, code",
                "- { then: 1, answer: { ids: upper } } | faults:1: unknown key 'then'; expected fault, calls, when, answer",
                "- answer: { status: 99 }         | answer.status: '99' is not a whole number from 200 to 599, such as",
                "- answer: { status: [] }         | answer.status: '' is not a whole number",
                "- answer: { status: 400, status: 401 } | 'answer.status' appears twice",
                "- answer: { code: X }            | answer.code: needs a status, such as status: 400",
                "- answer: { send: close, gzip: true } | answer.gzip: cannot be used with send",
                "- answer: { megabytes: 3 }       | answer.megabytes: needs send: huge",
                "- answer: { body: html, body-of: x } | answer.body-of: cannot be used with body",
                "- answer: { body-of: x }         | answer.body-of: 'x' is not the id of a resource",
                "- answer: { retry-after: -3s }   | answer.retry-after: '-3s' is not a duration such as 500ms, 7s or 1m",
                "- answer: { next-link: nowhere } | answer.next-link: 'nowhere' is not one of other-scheme, other-host",
                "- answer: { gzip: maybe }        | answer.gzip: 'maybe' is not one of true, false",
                "- { calls: { operation: Batch_Get }, answer: { ids: upper } } | there are Accounts_CreateOrUpdate, ",
                "- { calls: { method: get }, answer: { ids: upper } } | 'get' is not one of GET, HEAD",
                "- { when: { chance: 2 }, answer: { ids: upper } } | when.chance: '2' is not a chance from 0 to 1",
                "- { when: { from: now }, answer: { ids: upper } } | when.from: 'now' is not a time since the start",
            })
    void a_malformed_fault_is_refused_with_what_was_expected(String yaml, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.faults(yaml))
                .withMessageContaining(message);
        assertThat(simulator.faults()).isEmpty();
    }

    @Test
    void all_problems_are_reported_together_by_line() throws IOException {
        Path file = Files.writeString(folder.resolve("faults.yaml"), """
                - fault: first
                  calls: { page: 0 }
                  answer:
                    status: often
                    delay: long
                - fault: second
                  when: { first: 0 }
                """);
        StringWriter err = new StringWriter();
        int code = new CommandLine(new SimulateCommand())
                .setErr(new PrintWriter(err))
                .execute("--port", "0", "--faults", file.toString());
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(5)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("simulate: " + file + ":2: calls.page: '0' is not"),
                        line -> assertThat(line).startsWith(file + ":4: answer.status: 'often' is not"),
                        line -> assertThat(line).startsWith(file + ":5: answer.delay: 'long' is not"),
                        line -> assertThat(line).startsWith(file + ":6: answer: is missing"),
                        line -> assertThat(line).startsWith(file + ":7: when.first: '0' is not"));
    }

    @Test
    void a_file_that_is_not_there_ends_the_command_with_2() {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new SimulateCommand())
                .setErr(new PrintWriter(err))
                .execute("--port", "0", "--faults", "not-there.yaml");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("not-there.yaml: cannot be read (NoSuchFileException)");
    }

    @Test
    void faults_of_a_file_are_in_force_from_the_start_until_they_are_closed() throws IOException {
        Path file = Files.writeString(folder.resolve("faults.yaml"), "- answer: { status: 504 }\n");
        try (Simulator faulty =
                Simulator.start(SimulatorOptions.builder().faults(file).build())) {
            SimulatorClient caller = new SimulatorClient(faulty);
            assertThat(caller.get(BATCH + BATCH_VERSION).code()).isEqualTo("GatewayTimeout");
            assertThat(caller.get("/health").status()).isEqualTo(200);
            Fault fault = faulty.faults().get(0);
            assertThat(fault.name()).isEqualTo("fault 1");
            assertThat(fault.appliedCount()).isEqualTo(1);
            fault.close();
            assertThat(caller.get(BATCH + BATCH_VERSION).status()).isEqualTo(200);
        }
    }

    @Test
    void the_first_fault_that_strikes_is_played_and_the_next_ones_do_not_count_that_call() {
        simulator.faults("""
                - calls: { path: /SAMPLEACCT }
                  when: { after: 1, first: 1 }
                  answer: { status: 500 }
                - calls: { path: "**/batchAccounts/*" }
                  when: { first: 2 }
                  answer: { status: 503 }
                """);
        assertThat(new int[] {status(), status(), status(), status()}).containsExactly(503, 500, 503, 200);
        assertThat(simulator.counts()).containsEntry("Fault", 3L).containsEntry("BatchAccount_Get", 1L);
    }

    private int status() {
        return client.get(BATCH + BATCH_VERSION).status();
    }
}
