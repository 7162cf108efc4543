package io.armwatch.source.batchcertificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.CertificateDeletionFailed;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Detection;
import io.armwatch.change.How;
import io.armwatch.change.Incident;
import io.armwatch.change.Timestamp;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionFailuresTest {
    private static final ObjectNode HEALTHY = unread("batch-certificate-get.json");
    private static final ObjectNode FAILED = unread("batch-certificate-get-deletion-error.json");
    private static final ObjectNode CANCELLED = unread("batch-certificate-cancel-deletion.json");
    private static final PolledResource CERTIFICATE =
            PolledResource.of("batch-certificate", HEALTHY.get("id").textValue());
    private static final Optional<String> SHA1 = Optional.of("sha1");
    private static final Optional<String> THUMBPRINT = Optional.of("0a0e4f50d51beadeac1d35afc5116098e7902e6e");
    private static final Timestamp T0 = new Timestamp("2017-07-20T00:00:00Z");
    private static final Timestamp PREVIOUSLY = new Timestamp("2017-07-21T00:22:54.3299195Z");
    private static final Timestamp NOW = new Timestamp("2017-07-21T01:47:38.4420202Z");
    private static final Timestamp T1 = new Timestamp("2017-07-21T12:00:00Z");
    private static final Timestamp LATER = new Timestamp("2017-07-22T00:00:00Z");

    private static final ObjectNode CANCELLED_LATER = previously(in(HEALTHY, "Succeeded", LATER), "Deleting", NOW);

    /** One certificate, answer after answer. */
    private static final class Course {
        private JsonNode known;
        private List<Incident> open;

        Course(JsonNode first) throws Exception {
            known = CERTIFICATE.state(first);
            open = CERTIFICATE.source().firstSight(known).open();
        }

        List<Change> sees(JsonNode answer) throws Exception {
            JsonNode after = CERTIFICATE.state(answer);
            Detection detection = CERTIFICATE.source().changes(known, open, after);
            known = after;
            open = detection.open();
            return detection.changes();
        }

        List<Incident> open() {
            return open;
        }
    }

    /** The examples' public data is cut short; other tests read its content. */
    private static ObjectNode unread(String file) {
        return OfficialExample.without(OfficialExample.body("batch-certificate/" + file), "/properties/publicData");
    }

    private static ObjectNode in(JsonNode body, String state, Timestamp since) {
        ObjectNode changed = OfficialExample.with(body, "/properties/provisioningState", state);
        return OfficialExample.with(changed, "/properties/provisioningStateTransitionTime", since);
    }

    private static ObjectNode previously(JsonNode body, String state, Timestamp since) {
        ObjectNode changed = OfficialExample.with(body, "/properties/previousProvisioningState", state);
        return OfficialExample.with(changed, "/properties/previousProvisioningStateTransitionTime", since);
    }

    private static CertificateDeletionFailed failure(Timestamp at, Optional<String> previousState, int attempt) {
        return new CertificateDeletionFailed(
                THUMBPRINT,
                SHA1,
                Optional.of(at),
                Optional.of(FAILED.at("/properties/deleteCertificateError")),
                previousState,
                attempt);
    }

    private static CertificateRecovered recovery(String previousState, How how) {
        return new CertificateRecovered(
                THUMBPRINT,
                Optional.of("Succeeded"),
                Optional.of(previousState),
                Optional.of(NOW),
                Incident.DELETION_FAILED,
                how);
    }

    @Test
    void a_deletion_that_began_and_failed_between_two_polls_is_reported_once() throws Exception {
        ObjectNode before = in(HEALTHY, "Succeeded", T0);

        assertThat(CERTIFICATE.changes(before, FAILED)).containsExactly(failure(NOW, Optional.of("Succeeded"), 1));
    }

    @Test
    void the_previous_state_is_the_last_published_one_not_one_that_azure_names() throws Exception {
        assertThat(CERTIFICATE.changes(in(HEALTHY, "Deleting", T0), FAILED))
                .containsExactly(failure(NOW, Optional.of("Deleting"), 1));
    }

    @Test
    void a_deletion_that_failed_again_between_two_polls_is_the_second_attempt_of_one_incident() throws Exception {
        assertThat(CERTIFICATE.changes(FAILED, in(FAILED, "Failed", LATER)))
                .containsExactly(failure(LATER, Optional.of("Failed"), 2));
    }

    @Test
    void a_deletion_that_is_seen_to_be_tried_again_and_to_fail_is_the_second_attempt_of_one_incident()
            throws Exception {
        ObjectNode retried = previously(in(HEALTHY, "Deleting", T1), "Failed", NOW);
        Course course = new Course(FAILED);

        assertThat(PolledResource.paths(course.sees(retried))).contains("/properties/provisioningState");
        assertThat(course.sees(in(FAILED, "Failed", LATER)))
                .containsExactly(failure(LATER, Optional.of("Deleting"), 2));
        assertThat(course.open()).hasSize(1);
    }

    @Test
    void an_older_answer_is_not_a_second_failure() throws Exception {
        Course course = new Course(FAILED);
        course.sees(previously(in(HEALTHY, "Deleting", T1), "Failed", NOW));

        assertThat(course.sees(FAILED)).hasOnlyElementsOfTypes(ResourceChanged.class);
        assertThat(course.open()).hasSize(1);
    }

    @Test
    void details_that_change_while_it_stays_failed_are_a_change() throws Exception {
        ObjectNode after =
                OfficialExample.with(FAILED, "/properties/deleteCertificateError/details/0/message", "node1");

        List<Change> changes = CERTIFICATE.changes(FAILED, after);

        assertThat(changes).hasSize(1);
        assertThat(PolledResource.paths(changes)).containsExactly("/properties/deleteCertificateError/details");
    }

    @Test
    void details_in_another_order_are_a_change() throws Exception {
        String details = "/properties/deleteCertificateError/details";
        ObjectNode before = OfficialExample.with(FAILED, details, List.of(Map.of("code", "b"), Map.of("code", "a")));
        ObjectNode after = OfficialExample.with(FAILED, details, List.of(Map.of("code", "a"), Map.of("code", "b")));

        assertThat(PolledResource.paths(CERTIFICATE.changes(before, after))).containsExactly(details);
    }

    @Test
    void the_id_and_time_of_the_request_in_a_message_are_no_change() throws Exception {
        String message = "/properties/deleteCertificateError/message";
        String other =
                FAILED.at(message).textValue().replace("2dc78afc", "11111111").replace("2017-08-28", "2017-08-29");

        ObjectNode readAgain = OfficialExample.with(FAILED, message, other);
        assertThat(CERTIFICATE.source().isSame(CERTIFICATE.state(FAILED), CERTIFICATE.state(readAgain)))
                .isTrue();
        assertThat(CERTIFICATE.changes(FAILED, readAgain)).isEmpty();
    }

    @Test
    void another_message_is_a_change() throws Exception {
        String message = "/properties/deleteCertificateError/message";

        List<Change> changes = CERTIFICATE.changes(FAILED, OfficialExample.with(FAILED, message, "another"));

        assertThat(PolledResource.paths(changes)).containsExactly(message);
    }

    @Test
    void a_cancelled_deletion_is_a_recovery() throws Exception {
        ObjectNode before = in(FAILED, "Failed", PREVIOUSLY);

        assertThat(CERTIFICATE.changes(before, CANCELLED)).containsExactly(recovery("Failed", How.CANCELLED));
    }

    @Test
    void a_deletion_tried_again_ends_nothing() throws Exception {
        ObjectNode after = previously(in(HEALTHY, "Deleting", LATER), "Failed", NOW);

        assertThat(CERTIFICATE.changes(FAILED, after)).hasOnlyElementsOfTypes(ResourceChanged.class);
    }

    @Test
    void a_successful_retry_ends_the_outage() throws Exception {
        Course course = new Course(FAILED);
        course.sees(previously(in(HEALTHY, "Deleting", T1), "Failed", T0));

        assertThat(course.sees(previously(in(HEALTHY, "Succeeded", NOW), "Deleting", T1)))
                .containsExactly(recovery("Deleting", How.SUCCEEDED));
        assertThat(course.open()).isEmpty();
    }

    @Test
    void a_failure_followed_by_another_attempt_is_not_over() throws Exception {
        Course course = new Course(in(HEALTHY, "Succeeded", T0));

        List<Change> changes = course.sees(previously(in(HEALTHY, "Deleting", NOW), "Failed", PREVIOUSLY));

        assertThat(changes).hasExactlyElementsOfTypes(CertificateDeletionFailed.class, ResourceChanged.class);
        assertThat(PolledResource.paths(changes)).contains("/properties/provisioningState");
        assertThat(course.sees(CANCELLED_LATER))
                .containsExactly(new CertificateRecovered(
                        THUMBPRINT,
                        Optional.of("Succeeded"),
                        Optional.of("Deleting"),
                        Optional.of(LATER),
                        Incident.DELETION_FAILED,
                        How.SUCCEEDED));
    }

    @Test
    void without_a_state_no_incident_ends() throws Exception {
        Course course = new Course(FAILED);

        course.sees(OfficialExample.without(HEALTHY, "/properties/provisioningState"));

        assertThat(course.open()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Succeeded", "Deleting"})
    void a_failure_that_began_and_ended_between_two_polls_is_reported_with_its_end(String known) throws Exception {
        assertThat(CERTIFICATE.changes(in(HEALTHY, known, T0), CANCELLED))
                .containsExactly(
                        new CertificateDeletionFailed(
                                THUMBPRINT, SHA1, Optional.of(PREVIOUSLY), Optional.empty(), Optional.of(known), 1),
                        recovery("Failed", How.CANCELLED));
    }

    @Test
    void a_second_failure_that_began_and_ended_is_reported_too() throws Exception {
        ObjectNode before = in(FAILED, "Failed", T0);

        assertThat(CERTIFICATE.changes(before, CANCELLED))
                .containsExactly(
                        new CertificateDeletionFailed(
                                THUMBPRINT, SHA1, Optional.of(PREVIOUSLY), Optional.empty(), Optional.of("Failed"), 2),
                        recovery("Failed", How.CANCELLED));
    }

    @Test
    void a_failure_that_was_over_before_the_last_poll_is_not_reported_again() throws Exception {
        ObjectNode after = OfficialExample.with(CANCELLED, "/tags", Map.of("a", "b"));

        assertThat(PolledResource.paths(CERTIFICATE.changes(CANCELLED, after))).containsExactly("/tags/a");
    }

    @Test
    void a_deletion_that_begins_is_a_change() throws Exception {
        List<Change> changes = CERTIFICATE.changes(HEALTHY, in(HEALTHY, "Deleting", LATER));

        assertThat(changes).hasSize(1);
        assertThat(PolledResource.paths(changes))
                .containsExactly("/properties/provisioningState", "/properties/provisioningStateTransitionTime");
    }

    @Test
    void states_in_another_casing_are_the_same_states() throws Exception {
        ObjectNode shouted =
                OfficialExample.with(in(FAILED, "FAILED", NOW), "/properties/previousProvisioningState", "deleting");

        assertThat(CERTIFICATE.changes(FAILED, shouted)).isEmpty();
    }

    @Test
    void the_first_observation_reports_a_current_failure() throws Exception {
        assertThat(CERTIFICATE.firstSight(FAILED)).containsExactly(failure(NOW, Optional.empty(), 1));
    }

    @Test
    void the_first_observation_reports_nothing_about_a_healthy_certificate() throws Exception {
        assertThat(CERTIFICATE.firstSight(HEALTHY)).isEmpty();
        assertThat(CERTIFICATE.firstSight(CANCELLED)).isEmpty();
    }
}
