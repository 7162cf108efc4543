package io.armwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "armwatch.fingerprint.key",
                "ARMWATCH_FINGERPRINT_KEY",
                "armwatch.api.token",
                "camel.component.kafka.sasl-jaas-config",
                "camel.component.kafka.configuration.saslJaasConfig",
                "CAMEL_COMPONENT_KAFKA_SSL_KEYSTORE_PASSWORD",
                "camel.component.kafka.ssl-key-password",
                "camel.component.kafka.ssl-keystore-key",
                "AZURE_CLIENT_SECRET",
                "AZURE_CLIENT_CERTIFICATE_PASSWORD",
                "IDENTITY_HEADER",
                "javax.net.ssl.trustStorePassword"
            })
    void what_is_a_secret_is_known_by_its_name(String name) {
        assertThat(SecretSettings.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "armwatch.azure.credential",
                "armwatch.http.port",
                "AZURE_FEDERATED_TOKEN_FILE",
                "AZURE_TOKEN_CREDENTIALS",
                "camel.component.kafka.ssl-keystore-location",
                "camel.component.kafka.sasl-oauthbearer-token-endpoint-url"
            })
    void what_names_a_place_is_no_secret(String name) {
        assertThat(SecretSettings.isSecret(name)).isFalse();
    }

    @Test
    void a_secret_is_known_as_written_as_resolved_and_by_what_it_is_made_of() {
        var settings = new SecretSettings(
                Map.of(
                        "a.password", "one-{{b}}-{{env:C}}-{{env:D:four-otherwise}}",
                        "b", "two-of-b",
                        "c", "no-secret"),
                Map.of("C", "three-of-c"),
                Map.of());

        assertThat(settings.values())
                .contains("two-of-b", "three-of-c", "four-otherwise", "one-two-of-b-three-of-c-four-otherwise")
                .doesNotContain("no-secret");
    }

    @Test
    void the_password_in_a_jaas_text_and_in_a_url_is_a_secret_by_itself() {
        var settings = new SecretSettings(
                Map.of(
                        "kafka.sasl-jaas-config",
                                "a.b.PlainLoginModule required username=\"u\" password=\"inner-one\";",
                        "armwatch.http.proxy", "http://me:inner-two@proxy:3128"),
                Map.of(),
                Map.of());

        assertThat(settings.values()).contains("inner-one", "inner-two", "me:inner-two");
    }

    @Test
    void what_is_read_from_a_file_is_a_secret_whatever_the_key_and_its_path_is_none(@TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("jaas"), "PlainLoginModule required password=\"inner-three\";\n");
        Files.writeString(folder.resolve("any"), "of-any-key\n");
        var settings = new SecretSettings(
                Map.of("kafka.sasl-jaas-config", "{{file:{{env:PLACE}}/jaas}}", "a.b", "x-{{file:" + folder + "/any}}"),
                Map.of("PLACE", folder.toString()),
                Map.of());

        assertThat(settings.values())
                .contains(
                        "PlainLoginModule required password=\"inner-three\";",
                        "inner-three",
                        "of-any-key",
                        "x-of-any-key")
                .doesNotContain(folder.toString());
    }

    @Test
    void a_secret_is_masked_in_every_form() {
        String secret = "masked in+every\"form";
        Secrets.add(secret);
        String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));

        assertThat(Secrets.mask(
                        "a " + secret + " b " + base64 + " c masked+in%2Bevery%22form d masked in+every\\\"form"))
                .isEqualTo("a *** b *** c *** d ***");
    }

    @Test
    void each_line_of_a_pem_key_is_masked() {
        Secrets.add("-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4w\n-----END PRIVATE KEY-----");

        assertThat(Secrets.mask("x MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4w y")).isEqualTo("x *** y");
    }

    @Test
    void words_of_ordinary_settings_are_not_masked() {
        Secrets.add("true");
        Secrets.add("abc");

        assertThat(Secrets.mask("true abc")).isEqualTo("true abc");
    }
}
