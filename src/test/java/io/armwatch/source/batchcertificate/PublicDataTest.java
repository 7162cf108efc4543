package io.armwatch.source.batchcertificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.CertificateUnreadable;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Timestamp;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicDataTest {
    private static final ObjectNode READABLE = OfficialExample.body("batch-certificate/made-readable.json");
    private static final ObjectNode CUT_SHORT = OfficialExample.body("batch-certificate/batch-certificate-get.json");
    private static final PolledResource CERTIFICATE =
            PolledResource.of("batch-certificate", READABLE.get("id").textValue());
    private static final String DATA = "/properties/publicData";
    private static final String THUMBPRINT = "/properties/thumbprint";
    private static final String ALGORITHM = "/properties/thumbprintAlgorithm";
    private static final String LEAF = "4f71d8a436a6b7e54f924e3c2a82fbb79af209fb";
    private static final String DER = READABLE.at(DATA).textValue();

    private static CertificateUnreadable unreadable(ObjectNode body, String reason) {
        return new CertificateUnreadable(Optional.of(body.at(THUMBPRINT).textValue()), reason);
    }

    @Test
    void a_certificate_is_read_from_base64_of_its_der_form() {
        assertThat(PublicData.certificates(DER))
                .map(X509Certificate::getSubjectX500Principal)
                .singleElement()
                .hasToString("O=Contoso, CN=sample.batch.example");
    }

    @Test
    void line_breaks_in_base64_do_not_matter() {
        assertThat(PublicData.certificates(DER.substring(0, 64) + "\r\n" + DER.substring(64)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MIICrjCCAZagAwI...", "MIICrjCCAZagAwI=", "AAAA", "LS0tLS1CRUdJTg==", "\u0000"})
    void garbage_is_not_a_certificate(String publicData) {
        assertThat(PublicData.certificates(publicData)).isEmpty();
    }

    @Test
    void a_readable_certificate_is_not_reported() throws Exception {
        assertThat(CERTIFICATE.firstSight(READABLE)).isEmpty();
    }

    @Test
    void the_first_observation_reports_unreadable_data() throws Exception {
        PolledResource other =
                PolledResource.of("batch-certificate", CUT_SHORT.get("id").textValue());

        assertThat(other.firstSight(CUT_SHORT)).containsExactly(unreadable(CUT_SHORT, "not-x509"));
    }

    @Test
    void data_that_became_unreadable_is_reported_beside_the_change() throws Exception {
        List<Change> changes = CERTIFICATE.changes(READABLE, OfficialExample.with(READABLE, DATA, "MIIC"));

        assertThat(changes).hasSize(2).first().isEqualTo(unreadable(READABLE, "not-x509"));
        assertThat(PolledResource.paths(changes)).containsExactly(DATA);
    }

    @Test
    void data_that_stays_unreadable_is_not_reported_again() throws Exception {
        ObjectNode before = OfficialExample.with(READABLE, DATA, "MIIC");

        assertThat(PolledResource.paths(
                        CERTIFICATE.changes(before, OfficialExample.with(before, "/properties/format", "Cer"))))
                .containsExactly("/properties/format");
    }

    @Test
    void data_of_another_certificate_is_reported() throws Exception {
        ObjectNode after = OfficialExample.with(READABLE, THUMBPRINT, "0a0e4f50d51beadeac1d35afc5116098e7902e6e");

        assertThat(CERTIFICATE.changes(READABLE, after)).first().isEqualTo(unreadable(after, "thumbprint-mismatch"));
        assertThat(CERTIFICATE.firstSight(after)).containsExactly(unreadable(after, "thumbprint-mismatch"));
    }

    @ParameterizedTest
    @CsvSource({
        "SHA1, 4846A060554F1A7B25D119B6C2F737A5B01B584D",
        "sha256, cf73b3fc6f6d3e29c3716e6d96dbce598836bff21610c7a0b4d31f5b3d80a1b6",
        "SHA-256, cf73b3fc6f6d3e29c3716e6d96dbce598836bff21610c7a0b4d31f5b3d80a1b6",
        "whirlpool, 00"
    })
    void a_thumbprint_is_compared_by_its_algorithm_where_that_is_known(String algorithm, String thumbprint)
            throws Exception {
        ObjectNode body =
                OfficialExample.with(OfficialExample.with(READABLE, THUMBPRINT, thumbprint), ALGORITHM, algorithm);

        assertThat(CERTIFICATE.firstSight(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "SHA256", "sha-512", "md5"})
    void another_thumbprint_is_reported_whatever_the_algorithm(String algorithm) throws Exception {
        ObjectNode body = OfficialExample.with(OfficialExample.with(READABLE, THUMBPRINT, "00"), ALGORITHM, algorithm);

        assertThat(CERTIFICATE.firstSight(body)).containsExactly(unreadable(body, "thumbprint-mismatch"));
    }

    @Test
    void a_thumbprint_without_its_algorithm_is_sha1() throws Exception {
        ObjectNode body = OfficialExample.without(READABLE, ALGORITHM);

        assertThat(CERTIFICATE.firstSight(body)).isEmpty();
        assertThat(CERTIFICATE.firstSight(OfficialExample.with(body, THUMBPRINT, "00")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {DATA, THUMBPRINT})
    void without_data_or_thumbprint_there_is_nothing_to_compare(String path) throws Exception {
        assertThat(CERTIFICATE.firstSight(OfficialExample.without(READABLE, path)))
                .isEmpty();
    }

    static Stream<String> forms() throws IOException {
        String pem = Files.readString(Path.of("src/test/resources/certificates/chain.pem"));
        String base64 = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        for (X509Certificate each : PublicData.certificates(pem)) {
            der.writeBytes(encoded(each));
        }
        return Stream.of(
                pem,
                pem.replace("\n", "\r\n"),
                pem.replace("\n", ""),
                "Bag Attributes\n" + pem,
                base64,
                base64.replaceAll("(.{76})", "$1\n"),
                Base64.getEncoder().encodeToString(der.toByteArray()),
                Files.readString(Path.of("src/test/resources/certificates/chain.p7b")));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The chain begins with the authority, whose certificate expires later. */
    @ParameterizedTest
    @MethodSource("forms")
    void the_expiry_is_that_of_the_certificate_in_a_chain_that_the_thumbprint_names(String publicData)
            throws Exception {
        ObjectNode body = OfficialExample.with(OfficialExample.with(READABLE, DATA, publicData), THUMBPRINT, LEAF);

        assertThat(CERTIFICATE.firstSight(body)).isEmpty();
        assertThat(CERTIFICATE.source().deadlines(CERTIFICATE.state(body)))
                .containsExactly(new CertificateExpiry(
                        Optional.of("notAfter"),
                        Optional.of(LEAF),
                        Optional.of("CN=api.contoso.example"),
                        Optional.of("CN=Contoso Test CA"),
                        Optional.of("a1b2c"),
                        new Timestamp("2027-12-31T20:19:04Z"),
                        Set.of(THUMBPRINT)));
    }

    @Test
    void without_a_thumbprint_the_first_certificate_counts() throws Exception {
        String pem = Files.readString(Path.of("src/test/resources/certificates/chain.pem"));
        ObjectNode body = OfficialExample.without(OfficialExample.with(READABLE, DATA, pem), THUMBPRINT);

        assertThat(CERTIFICATE.source().deadlines(CERTIFICATE.state(body)))
                .singleElement()
                .extracting(each -> ((CertificateExpiry) each).subjectName())
                .isEqualTo(Optional.of("CN=Contoso Test CA"));
    }

    @Test
    void data_that_is_not_the_certificate_has_no_expiry() throws Exception {
        assertThat(CERTIFICATE.source().deadlines(CERTIFICATE.state(OfficialExample.with(READABLE, DATA, "MIIC"))))
                .isEmpty();
        assertThat(CERTIFICATE.source().deadlines(CERTIFICATE.state(OfficialExample.with(READABLE, THUMBPRINT, "00"))))
                .isEmpty();
    }
}
