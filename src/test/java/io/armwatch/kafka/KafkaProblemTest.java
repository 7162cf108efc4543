package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.armwatch.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sentence comes from what Kafka's own client throws. */
class KafkaProblemTest {
    private static final String KEYS = "camel.component.kafka.";
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"canary\";";

    private final Path folder;

    KafkaProblemTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Settings.Kafka settings(Map<String, Object> client) {
        return new Settings.Kafka("127.0.0.1:1", client, true, "armwatch", "azure", 1, false);
    }

    private static Settings.Kafka ssl(Map<String, Object> client) {
        Map<String, Object> all = new HashMap<>(client);
        all.put("security.protocol", "SSL");
        return settings(all);
    }

    private static Settings.Kafka sasl(String mechanism, String jaas) {
        return settings(
                Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", mechanism, "sasl.jaas.config", jaas));
    }

    /** What is said where a client is made of settings; it is known as a fault of the settings. */
    private static String said(Settings.Kafka settings) {
        KafkaException failure = catchThrowableOfType(KafkaException.class, () -> {
            try (Admin admin = KafkaClients.admin(settings)) {
                assertThat(admin)
                        .as("a client of settings that cannot be right")
                        .isNull();
            }
        });
        assertThat(KafkaProblem.ofSettings(failure, settings)).isPresent();
        return KafkaProblem.text(failure, settings);
    }

    /** A store with a password, and a key in it with a password of its own. */
    private Path store(String type, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        if (type.equals("PKCS12")) {
            store.setKeyEntry("key", new SecretKeySpec(new byte[16], "AES"), "of-the-key".toCharArray(), null);
        }
        Path file = folder.resolve("store." + type);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "keystore, JKS, key store", "keystore, PKCS12, key store", "keystore, PEM, key store",
        "truststore, JKS, trust store", "truststore, PKCS12, trust store", "truststore, PEM, trust store"
    })
    void a_file_that_is_no_store_is_named_with_its_key(String store, String type, String kind) throws Exception {
        Path file = Files.writeString(folder.resolve("notes of type x.txt"), "This is no store of any type.");
        Map<String, Object> client =
                new HashMap<>(Map.of("ssl." + store + ".location", file.toString(), "ssl." + store + ".type", type));
        if (!type.equals("PEM")) {
            client.put("ssl." + store + ".password", "canary-of-the-store");
        }

        assertThat(said(ssl(client)))
                .isEqualTo(KEYS + "ssl-" + store + "-location: the file " + file + " is no " + kind + " of type " + type
                        + "; name one, or set " + KEYS + "ssl-" + store
                        + "-type to the type that it has (JKS, PKCS12 or PEM)");
    }

    @ParameterizedTest
    @CsvSource({"keystore, JKS", "keystore, PKCS12", "truststore, JKS", "truststore, PKCS12"})
    void a_store_s_wrong_password_is_named_with_its_key(String store, String type) throws Exception {
        Path file = store(type, "right-password");

        assertThat(said(ssl(Map.of(
                        "ssl." + store + ".location",
                        file.toString(),
                        "ssl." + store + ".type",
                        type,
                        "ssl." + store + ".password",
                        "canary-of-the-store"))))
                .isEqualTo(KEYS + "ssl-" + store + "-password: the file " + file
                        + " does not open with this password; set the one that it has");
    }

    @Test
    void a_private_key_s_wrong_password_is_named_with_its_key() throws Exception {
        Path file = store("PKCS12", "right-password");

        assertThat(said(ssl(Map.of(
                        "ssl.keystore.location", file.toString(),
                        "ssl.keystore.type", "PKCS12",
                        "ssl.keystore.password", "right-password",
                        "ssl.key.password", "canary-of-the-key"))))
                .isEqualTo(KEYS + "ssl-key-password: the private key in " + file
                        + " does not open with this password; set the one that it has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keystore", "truststore"})
    void a_missing_file_is_named_with_its_key(String store) {
        Path file = folder.resolve("missing.jks");

        assertThat(said(ssl(
                        Map.of("ssl." + store + ".location", file.toString(), "ssl." + store + ".password", "canary"))))
                .isEqualTo(KEYS + "ssl-" + store + "-location: there is no file " + file
                        + "; name the file as armwatch sees it");
    }

    @Test
    void a_key_store_without_its_password_is_named_by_both_keys() throws Exception {
        Path file = store("PKCS12", "right-password");

        assertThat(said(ssl(Map.of("ssl.keystore.location", file.toString()))))
                .startsWith(KEYS + "ssl-keystore-location and " + KEYS + "ssl-keystore-password do not fit together")
                .contains("key store password is not specified");
    }

    @Test
    void an_unknown_protocol_is_named_with_its_key() {
        assertThat(said(settings(Map.of("security.protocol", "SASL_TLS"))))
                .isEqualTo(KEYS + "security-protocol: 'SASL_TLS' cannot be used; expected PLAINTEXT, SSL,"
                        + " SASL_PLAINTEXT or SASL_SSL");
    }

    /** The second one is known, but the login module is another mechanism's. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAINN", "plain", "SCRAM"})
    void an_unknown_mechanism_is_named_with_its_key(String mechanism) {
        assertThat(said(sasl(mechanism, JAAS)))
                .startsWith(KEYS + "sasl-mechanism: the SASL mechanism '" + mechanism
                        + "' cannot be used; expected PLAIN, ")
                .contains(KEYS + "sasl-jaas-config")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule",
        "SCRAM-SHA-256, org.apache.kafka.common.security.scram.ScramLoginModule",
        "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule"
    })
    void a_known_mechanism_is_no_problem(String mechanism, String module) {
        Settings.Kafka settings = sasl(mechanism, module + " required username=\"u\" password=\"p\";");

        try (Admin admin = KafkaClients.admin(settings)) {
            assertThat(admin).isNotNull();
        }
    }

    @Test
    void a_mechanism_that_kafka_does_not_take_is_named_with_its_key() {
        assertThat(KafkaProblem.text(
                        new UnsupportedSaslMechanismException("enabled mechanisms are [PLAIN]"),
                        sasl("SCRAM-SHA-256", JAAS)))
                .isEqualTo(
                        "Kafka does not accept the SASL mechanism SCRAM-SHA-256 (enabled mechanisms are [PLAIN]); set "
                                + KEYS + "sasl-mechanism to one that it accepts");
    }

    @Test
    void a_wrong_password_of_sasl_is_named_with_its_key() {
        assertThat(KafkaProblem.text(
                        new SaslAuthenticationException("Authentication failed: Invalid username or password"),
                        sasl("PLAIN", JAAS)))
                .isEqualTo("Kafka refuses armwatch's user name or password (SASL PLAIN); correct " + KEYS
                        + "sasl-jaas-config, or " + KEYS + "sasl-mechanism");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary",
                "canary.Module required password=\"canary\";",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"canary\"",
                "org.apache.kafka.common.security.plain.PlainLoginModule canary username=\"u\";",
                "org.apache.kafka.common.security.plain.PlainLoginModule required canary;"
            })
    void a_broken_jaas_text_is_named_by_its_key_and_not_printed(String jaas) {
        assertThat(said(sasl("PLAIN", jaas)))
                .startsWith(
                        KEYS + "sasl-jaas-config: it cannot be read as JAAS, or its login module is unknown; expected ")
                .doesNotContain("canary");
    }

    @Test
    void a_missing_jaas_text_is_named_by_its_key() {
        assertThat(said(settings(Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN"))))
                .startsWith(KEYS + "sasl-jaas-config: it is not set, and SASL needs it; expected ");
    }

    @Test
    void transient_failures_are_not_blamed_on_the_settings() {
        KafkaException unresolved = new KafkaException(
                "Failed to create new KafkaAdminClient",
                new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
        Settings.Kafka settings = sasl("PLAIN", JAAS);

        assertThat(KafkaProblem.ofSettings(new TimeoutException("Timed out waiting for a node"), settings))
                .isEmpty();
        assertThat(KafkaProblem.ofSettings(unresolved, settings)).isEmpty();
        assertThat(KafkaProblem.text(unresolved, settings))
                .startsWith("Kafka cannot be reached at 127.0.0.1:1 (KafkaException). Is armwatch.kafka.brokers right")
                .endsWith("and does its listener speak SASL_PLAINTEXT?");
    }
}
