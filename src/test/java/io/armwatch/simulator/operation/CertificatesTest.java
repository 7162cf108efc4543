package io.armwatch.simulator.operation;

import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatedCertificate;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificatesTest {
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().deletionDelay(Duration.ofMillis(50)).build());
    private final SimulatorClient client = new SimulatorClient(simulator);
    private final String path = client.certificate() + BATCH_VERSION;

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void every_certificate_is_a_real_one_whose_name_is_its_thumbprint() {
        assertThat(client.get(BATCH + "/certificates" + BATCH_VERSION).json().get("value"))
                .hasSize(3)
                .allSatisfy(certificate -> {
                    byte[] der = Base64.getDecoder()
                            .decode(certificate.at("/properties/publicData").asText());
                    assertThat(certificate.get("name").asText()).isEqualTo("sha1-" + sha1(der));
                    assertThat(x509(der).getSubjectX500Principal().getName()).isNotEmpty();
                });
    }

    @Test
    void a_certificate_can_be_made_with_any_serial_number_and_validity() throws GeneralSecurityException {
        Instant from = Instant.parse("2024-01-02T03:04:05Z");
        Instant to = Instant.parse("2031-12-31T23:59:59Z");
        SimulatedCertificate made = SimulatedCertificate.of(7, from, to);
        X509Certificate read = x509(Base64.getDecoder().decode(made.publicData()));
        assertThat(read.getNotBefore()).isEqualTo(from);
        assertThat(read.getNotAfter()).isEqualTo(to);
        assertThat(read.getSerialNumber().intValue()).isEqualTo(7);
        String put = "{\"properties\":{\"data\":\"" + made.publicData() + "\"}}";
        Reply reply = client.send("PUT", BATCH + "/certificates/" + made.name() + BATCH_VERSION, put);
        assertThat(reply.property("publicData").asText()).isEqualTo(made.publicData());
    }

    @Test
    void a_deleted_certificate_is_deleting_first_and_then_gone() {
        assertThat(client.send("DELETE", path, "").status()).isEqualTo(202);
        assertThat(client.get(path).property("provisioningState").asText()).isEqualTo("Deleting");
        await().until(() -> client.get(path).status() == 404);
        assertThat(client.get(path).code()).isEqualTo("ResourceNotFound");
        assertThat(client.send("DELETE", path, "").status()).isEqualTo(204);
    }

    @Test
    void a_failed_deletion_is_reported_with_its_reason_and_the_previous_state() {
        Reply before = client.get(path);
        Reply failed = failDeletion();
        assertThat(failed.property("previousProvisioningState").asText()).isEqualTo("Deleting");
        assertThat(Instant.parse(
                        failed.property("provisioningStateTransitionTime").asText()))
                .isAfter(Instant.parse(failed.property("previousProvisioningStateTransitionTime")
                        .asText()));
        assertThat(failed.property("deleteCertificateError").get("code").asText())
                .isEqualTo("NodesReferencingCertificate");
        assertThat(failed.json().get("etag")).isNotEqualTo(before.json().get("etag"));
        assertThat(failed.header("ETag")).isEqualTo(failed.json().get("etag").asText());
    }

    @Test
    void cancelling_a_failed_deletion_brings_the_certificate_back() {
        Reply failed = failDeletion();
        Reply cancelled = client.post(client.certificate() + "/cancelDelete" + BATCH_VERSION, "");
        assertThat(cancelled.property("provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(cancelled.property("previousProvisioningState").asText()).isEqualTo("Failed");
        assertThat(cancelled.property("previousProvisioningStateTransitionTime"))
                .isEqualTo(failed.property("provisioningStateTransitionTime"));
        assertThat(cancelled.property("deleteCertificateError").isMissingNode()).isTrue();
        assertThat(client.get(path).json()).isEqualTo(cancelled.json());
    }

    @Test
    void an_unchanged_certificate_answers_304_to_its_etag_until_it_changes() {
        String etag = client.get(path).header("ETag");
        Reply unchanged = client.get(path, "If-None-Match", etag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.json().isMissingNode()).isTrue();
        failDeletion();
        assertThat(client.get(path, "If-None-Match", etag).status()).isEqualTo(200);
    }

    private Reply failDeletion() {
        assertThat(client.send("DELETE", path + "&simulate=deletion-fails", "").status())
                .isEqualTo(202);
        return await().until(
                        () -> client.get(path),
                        reply -> reply.property("provisioningState").asText().equals("Failed"));
    }

    private static X509Certificate x509(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String sha1(byte[] der) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(der));
    }
}
