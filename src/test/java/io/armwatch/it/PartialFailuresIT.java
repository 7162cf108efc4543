package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.operation.ArmCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A permanent failure in a part of a scope: it is reported once and polled at growing intervals; the rest goes on. */
class PartialFailuresIT {
    private static final String SCOPE = TestResources.SUBSCRIPTION;

    private final TestResources resources = new TestResources();
    private final String one = resources.batch("one");
    private final String other = resources.batch("other");
    private final String certificate = resources.certificate(one);
    private final String otherCertificate = resources.certificate(other);
    private final List<String> maps = List.of(resources.maps("maps1"), resources.maps("maps2"));
    private final String subscription = resources.apim("sid");
    private final SimulatedAzure azure = SimulatedAzure.with(resources);
    private final ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(SCOPE));

    @AfterEach
    void close() {
        armwatch.close();
        azure.close();
    }

    private List<Fault> play(String fault) {
        return azure.simulator().faults(fault);
    }

    private List<ReceivedEvent> failures() {
        return armwatch.processedEvents().stream()
                .filter(each -> each.type().equals("poll.failed"))
                .toList();
    }

    @Test
    void a_retired_feature_is_reported_once_and_polled_at_growing_intervals() {
        play("""
                - fault: the certificates feature is gone
                  calls: { operation: "Certificate_*" }
                  answer: { status: 400, code: CertificateRetired, message: Certificates were retired on 2024-02-29. }
                """);
        armwatch.start();
        for (String account : List.of(one, other)) {
            ReceivedEvent failed = armwatch.reader().await("poll.failed", account + "/certificates");
            EventFormatCheck.checkSchema(failed);
            assertThat(failed.data("reason")).isEqualTo("retired");
            assertThat(failed.data("code")).isEqualTo("CertificateRetired");
        }
        String path = one + "/certificates";
        Awaitility.await("five calls")
                .until(() -> azure.simulator().calls().on(path).count() >= 5);
        List<Duration> gaps = gaps(azure.simulator().calls().on(path).all());
        assertThat(gaps.get(2)).isGreaterThan(gaps.get(0));
        assertThat(gaps.get(3)).isGreaterThan(Duration.ofSeconds(5)).isGreaterThan(gaps.get(2));
        assertThat(failures()).hasSize(2);
        assertThat(armwatch.scanned("batch-certificate", SCOPE).data("complete"))
                .isEqualTo("false");
        assertThat(armwatch.scanned("batch-account", SCOPE).data("complete")).isEqualTo("true");
    }

    private static List<Duration> gaps(List<ArmCall> calls) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < calls.size(); i++) {
            gaps.add(Duration.between(calls.get(i - 1).at(), calls.get(i).at()));
        }
        return gaps;
    }

    @Test
    void where_listKeys_is_not_allowed_all_else_works() {
        List<Fault> faults = play("""
                - fault: listKeys is not allowed
                  calls: { operation: Accounts_ListKeys }
                  answer: { status: 403 }
                """);
        armwatch.start();
        for (String id : List.of(one, other, certificate, otherCertificate, subscription)) {
            armwatch.reader().await("resource.discovered", id);
        }
        ReceivedEvent failed = armwatch.reader().await("poll.failed", SCOPE);
        EventFormatCheck.checkSchema(failed);
        assertThat(failed.data("reason")).isEqualTo("forbidden");
        assertThat(failed.data("source")).isEqualTo("maps-keys");
        assertThat(failed.data("message")).contains("Microsoft.Maps/accounts/listKeys/action");
        azure.call("PATCH", one, "{\"tags\":{\"team\":\"x\"}}");
        armwatch.reader().await("resource.changed", one);
        ReceivedEvent scan = armwatch.scanned("maps-keys", SCOPE);
        assertThat(scan.data("failed")).isEqualTo("2");
        assertThat(scan.data("complete")).isEqualTo("false");
        assertThat(failures()).hasSize(1);
        faults.forEach(Fault::close);
        maps.forEach(id -> armwatch.reader().await("resource.discovered", id));
        armwatch.reader().await("poll.recovered", SCOPE);
        maps.forEach(id -> assertThat(armwatch.reader().typesTold(id)).containsExactly("resource.discovered"));
    }

    @Test
    void a_right_that_is_granted_while_armwatch_is_stopped_is_reported_after_the_first_scan() {
        List<Fault> faults = play("""
                - fault: the accounts must not be listed
                  calls: { operation: BatchAccount_List* }
                  answer: { status: 403 }
                """);
        armwatch.start();
        armwatch.reader().await("poll.failed", SCOPE);
        armwatch.processedEvents();
        armwatch.stop();
        faults.forEach(Fault::close);
        armwatch.start();

        armwatch.reader().await("poll.recovered of batch-account", each -> isRecovery(each, "batch-account"));
        armwatch.reader().await("poll.recovered of batch-certificate", each -> isRecovery(each, "batch-certificate"));
        armwatch.processedEvents();
        assertThat(armwatch.reader().typesTold(SCOPE).stream().filter(type -> type.startsWith("poll.")))
                .containsExactlyInAnyOrder("poll.failed", "poll.failed", "poll.recovered", "poll.recovered");
    }

    private static boolean isRecovery(ReceivedEvent event, String source) {
        return event.is("poll.recovered", SCOPE) && event.data("source").equals(source);
    }

    @Test
    void a_disabled_subscription_is_reported_as_a_refusal_and_seen_again_once_it_is_enabled() {
        List<Fault> faults = play("""
                - fault: the subscription is disabled
                  calls: { operation: Accounts_ListKeys }
                  answer: { status: 409, code: ReadOnlyDisabledSubscription, message: The subscription is disabled. }
                """);
        armwatch.start();
        for (String id : maps) {
            ReceivedEvent failed = armwatch.reader().await("poll.failed", id);
            EventFormatCheck.checkSchema(failed);
            assertThat(failed.data("reason")).isEqualTo("refused");
            assertThat(failed.data("code")).isEqualTo("ReadOnlyDisabledSubscription");
        }
        assertThat(failures()).hasSize(2);
        faults.forEach(Fault::close);
        maps.forEach(id -> armwatch.reader().await("poll.recovered", id));
    }

    @Test
    void where_the_certificates_of_one_account_are_forbidden_the_others_are_seen() {
        armwatch.start();
        armwatch.reader().await("resource.discovered", certificate);
        armwatch.reader().await("resource.discovered", otherCertificate);
        List<Fault> faults = play("""
                - fault: one account's certificates
                  calls: { path: /batchAccounts/one/certificates }
                  answer: { status: 403 }
                """);
        ReceivedEvent failed = armwatch.reader().await("poll.failed", SCOPE);
        assertThat(failed.data("reason")).isEqualTo("forbidden");
        assertThat(failed.data("message")).contains("Microsoft.Batch/batchAccounts/certificates/read");
        azure.call("DELETE", otherCertificate + "?simulate=deletion-fails", "");
        armwatch.reader().await("certificate.deletion-failed", otherCertificate);
        ReceivedEvent scan = armwatch.scanned("batch-certificate", SCOPE);
        assertThat(scan.data("failed")).isEqualTo("1");
        assertThat(scan.data("seen")).isEqualTo("1");
        assertThat(failures()).hasSize(1);
        assertThat(armwatch.reader().typesTold(certificate)).containsExactly("resource.discovered");
        faults.forEach(Fault::close);
        armwatch.reader().await("poll.recovered", SCOPE);
        assertThat(armwatch.scanned("batch-certificate", SCOPE).data("complete"))
                .isEqualTo("true");
    }

    @Test
    void a_resource_that_is_named_is_polled_where_the_list_that_holds_it_is_forbidden() {
        play("""
                - fault: the subscription must not be listed
                  calls: { operation: BatchAccount_List* }
                  answer: { status: 403 }
                """);
        try (ArmwatchFixture named = new ArmwatchFixture(azure.uri(), List.of(SCOPE, one, certificate))) {
            named.start();
            named.reader().await("resource.discovered", one);
            named.reader().await("resource.discovered", certificate);
            azure.call("PATCH", one, "{\"tags\":{\"team\":\"x\"}}");
            named.reader().await("resource.changed", one);
            ReceivedEvent scan = named.scanned("batch-account", SCOPE);
            assertThat(scan.data("seen")).isEqualTo("1");
            assertThat(scan.data("complete")).isEqualTo("false");
            assertThat(named.reader().typesTold(other)).isEmpty();
        }
    }

    @Test
    void a_token_that_is_refused_everywhere_is_one_outage_of_the_subscription() {
        armwatch.start();
        resources.watched().forEach(id -> armwatch.reader().await("resource.discovered", id));
        List<Fault> faults = play("""
                - fault: the token is refused
                  answer: { status: 401 }
                """);
        ReceivedEvent failed = armwatch.reader().await("poll.failed", SCOPE);
        EventFormatCheck.checkSchema(failed);
        assertThat(failed.data("reason")).isEqualTo("unauthenticated");
        assertThat(failed.data("source")).isEqualTo("credential");
        assertThat(armwatch.scanned("batch-account", SCOPE).data("complete")).isEqualTo("false");
        faults.forEach(Fault::close);
        EventFormatCheck.checkSchema(armwatch.reader().await("poll.recovered", SCOPE));
        azure.call("PATCH", one, "{\"tags\":{\"team\":\"y\"}}");
        armwatch.reader().await("resource.changed", one);
        assertThat(armwatch.processedEvents().stream()
                        .map(ReceivedEvent::type)
                        .filter(type -> !type.startsWith("scan.") && !type.startsWith("resource.")))
                .containsExactly("poll.failed", "poll.recovered");
    }
}
