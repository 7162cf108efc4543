package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.operation.ArmCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list that two sources read: the accounts are the resources of batch-account and the parents of batch-certificate's. */
class SharedListsIT {
    private static final String SCOPE = TestResources.SUBSCRIPTION;
    private static final String LIST = SCOPE + "/providers/Microsoft.Batch/batchAccounts";

    private final TestResources resources = new TestResources();
    private final String account = resources.batch("one");
    private final String certificate = resources.certificate(account);
    private final SimulatedAzure azure = SimulatedAzure.with(resources);
    private final ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(SCOPE))
            .with("armwatch.sources", "batch-account,batch-certificate");

    @AfterEach
    void close() {
        armwatch.close();
        azure.close();
    }

    private List<ArmCall> lists() {
        return azure.simulator().calls().on(LIST).all();
    }

    @Test
    void a_list_of_two_sources_is_requested_once_for_each_tick() {
        armwatch.start();
        armwatch.reader().await("resource.discovered", account);
        armwatch.reader().await("resource.discovered", certificate);
        Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Awaitility.await("five ticks").until(() -> Instant.now().isAfter(from.plusSeconds(5)));
        armwatch.scanned("batch-account", SCOPE);
        armwatch.scanned("batch-certificate", SCOPE);

        Map<Instant, Long> byTick = lists().stream()
                .filter(call -> !call.at().isBefore(from) && call.at().isBefore(from.plusSeconds(5)))
                .collect(Collectors.groupingBy(
                        call -> call.at().truncatedTo(ChronoUnit.SECONDS), Collectors.counting()));
        assertThat(byTick.values()).hasSizeGreaterThanOrEqualTo(3).containsOnly(1L);

        azure.call("PATCH", account, "{\"tags\":{\"team\":\"x\"}}");
        armwatch.reader().await("resource.changed", account);
        azure.call("DELETE", certificate + "?simulate=deletion-fails", "");
        armwatch.reader().await("certificate.deletion-failed", certificate);
    }

    @Test
    void the_failure_of_a_shared_list_is_each_sources_own() {
        List<Fault> faults = azure.simulator().faults("""
                - fault: the list fails
                  calls: { operation: BatchAccount_List }
                  answer: { status: 400, code: Broken, message: It is broken. }
                """);
        armwatch.start();
        armwatch.reader().await("poll.failed of batch-account", each -> isFailure(each, "batch-account"));
        armwatch.reader().await("poll.failed of batch-certificate", each -> isFailure(each, "batch-certificate"));
        faults.forEach(Fault::close);
        armwatch.reader().await("resource.discovered", account);
        armwatch.reader().await("resource.discovered", certificate);
    }

    private static boolean isFailure(ReceivedEvent event, String source) {
        return event.type().equals("poll.failed") && event.data("source").equals(source);
    }
}
