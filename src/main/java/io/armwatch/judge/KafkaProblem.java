package io.armwatch.judge;

import io.armwatch.azure.ArmError;
import io.armwatch.config.Settings;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * Why Kafka's clients cannot be used as they are set up, in a sentence that names the key to change. Kafka's own messages are quoted
 * only where they cannot hold a password: a broken JAAS text is never quoted.
 */
public final class KafkaProblem {
    private static final String PREFIX = "camel.component.kafka.";
    private static final String SASL = PREFIX + "sasl-jaas-config";
    private static final String STORES = PREFIX + "ssl-truststore-location and " + PREFIX + "ssl-keystore-location";

    private KafkaProblem() {}

    /** Settings of Kafka's clients that cannot be right. The message says which, and what to do. */
    public static final class WrongClientSettingsException extends KafkaException {
        WrongClientSettingsException(String message) {
            super(message);
        }
    }

    /** A failure as a sentence, whatever it is. */
    public static String text(KafkaException failure, Settings.Kafka settings) {
        return ofSettings(failure, settings)
                .orElseGet(() -> "Kafka cannot be reached at " + settings.brokers() + " ("
                        + failure.getClass().getSimpleName() + "). Is armwatch.kafka.brokers right"
                        + (settings.client().isEmpty()
                                ? ", and does it name a listener without TLS and SASL?"
                                : ", and does its listener speak " + protocol(settings) + "?"));
    }

    /** The failure as an exception with such a sentence, where settings are its cause; else the failure itself. */
    static KafkaException explained(KafkaException failure, Settings.Kafka settings) {
        return ofSettings(failure, settings)
                .<KafkaException>map(WrongClientSettingsException::new)
                .orElse(failure);
    }

    /** The sentence, where settings are the cause of a failure; empty where it has another cause, or may pass. */
    public static Optional<String> ofSettings(KafkaException failure, Settings.Kafka settings) {
        if (failure instanceof WrongClientSettingsException known) {
            return Optional.of(String.valueOf(known.getMessage()));
        }
        if (KafkaClients.isAway(failure)) {
            return Optional.empty();
        }
        List<Throwable> causes = Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .toList();
        return find(causes, UnsupportedSaslMechanismException.class)
                .map(cause -> "Kafka does not take the SASL mechanism " + value(settings, SaslConfigs.SASL_MECHANISM)
                        + " (" + shown(cause) + "); set " + PREFIX + "sasl-mechanism to one that it takes")
                .or(() -> find(causes, SaslAuthenticationException.class)
                        .map(cause -> "Kafka refuses armwatch's user name or password (SASL "
                                + value(settings, SaslConfigs.SASL_MECHANISM) + "); correct " + SASL + ", or "
                                + PREFIX + "sasl-mechanism"))
                .or(() -> find(causes, SslAuthenticationException.class)
                        .map(cause -> "The TLS handshake with Kafka at " + settings.brokers() + " fails ("
                                + shown(innermost(causes)) + "); correct " + STORES
                                + ", or the broker's certificate"))
                .or(() -> find(causes, AuthenticationException.class)
                        .map(cause -> "Kafka does not let armwatch in ("
                                + cause.getClass().getSimpleName() + "); correct " + PREFIX + "security-protocol, "
                                + SASL + ", " + STORES))
                .or(() -> missingFile(causes, settings))
                .or(() -> jaas(causes))
                .or(() -> find(causes, GeneralSecurityException.class)
                        .map(cause -> "A key store or certificate for Kafka cannot be used (" + shown(cause)
                                + "); correct " + STORES + ", their types and their passwords"))
                .or(() -> password(causes))
                .or(() -> find(causes, ConfigException.class).map(cause -> config((ConfigException) cause)));
    }

    private static Optional<Throwable> find(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().filter(type::isInstance).findFirst();
    }

    private static Throwable innermost(List<Throwable> causes) {
        return causes.get(causes.size() - 1);
    }

    private static String shown(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return ArmError.presentable(message.lines().findFirst().orElse(message));
    }

    private static Optional<String> missingFile(List<Throwable> causes, Settings.Kafka settings) {
        return causes.stream()
                .filter(cause -> cause instanceof NoSuchFileException || cause instanceof FileNotFoundException)
                .findFirst()
                .map(cause -> {
                    String file = shown(cause);
                    return settings.client().entrySet().stream()
                            .filter(entry -> file.startsWith(String.valueOf(entry.getValue())))
                            .map(entry -> key(entry.getKey()) + ": the file " + entry.getValue()
                                    + " cannot be read; name the file as armwatch sees it")
                            .findFirst()
                            .orElse("A file for Kafka's clients cannot be read: " + file + "; correct " + STORES);
                });
    }

    /** Messages about JAAS hold its text, or a part of it. */
    private static Optional<String> jaas(List<Throwable> causes) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> message.contains("JAAS")
                        || message.contains("KafkaClient")
                        || message.contains("LoginModule")
                        || message.contains("loginModule"))
                .findFirst()
                .map(message -> SASL + ": it cannot be read as JAAS, or its login module is unknown; expected"
                        + " org.apache.kafka.common.security.plain.PlainLoginModule required username=\"…\" password=\"…\";"
                        + " with the semicolon (or the module of the mechanism you use)");
    }

    private static Optional<String> password(List<Throwable> causes) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> message.toLowerCase(Locale.ROOT).contains("password"))
                .findFirst()
                .map(message -> "A key store for Kafka does not open with its password; correct " + PREFIX
                        + "ssl-keystore-password, " + PREFIX + "ssl-key-password and " + PREFIX
                        + "ssl-truststore-password");
    }

    /** Kafka's configuration errors name their key, and quote no value of type password. */
    private static String config(ConfigException cause) {
        String message = shown(cause);
        return "Kafka's clients do not take a setting: " + message + "; correct the key under " + PREFIX
                + " that has this name with - in place of .";
    }

    private static String key(String kafkaName) {
        return PREFIX + kafkaName.replace('.', '-');
    }

    private static String value(Settings.Kafka settings, String name) {
        return String.valueOf(settings.client().getOrDefault(name, SaslConfigs.DEFAULT_SASL_MECHANISM));
    }

    private static String protocol(Settings.Kafka settings) {
        Map<String, Object> client = settings.client();
        return String.valueOf(client.getOrDefault("security.protocol", "PLAINTEXT"));
    }
}
