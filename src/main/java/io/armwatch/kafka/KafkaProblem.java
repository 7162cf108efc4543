package io.armwatch.kafka;

import io.armwatch.azure.ArmError;
import io.armwatch.config.Settings;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * Explains why Kafka's clients cannot be used as they are configured, in a sentence that names the key to change. Kafka's own messages
 * are quoted only if they cannot contain a password; a broken JAAS text is never quoted.
 */
public final class KafkaProblem {
    private static final String PREFIX = "camel.component.kafka.";
    private static final String SASL = PREFIX + "sasl-jaas-config";
    private static final String STORES = PREFIX + "ssl-truststore-location and " + PREFIX + "ssl-keystore-location";

    private static final Pattern INVALID = Pattern.compile("Invalid value (.*?) for configuration (\\S+?)(: .*)?");

    private KafkaProblem() {}

    /** Wrong settings of Kafka's clients. The message says which, and what to do. */
    public static final class WrongClientSettingsException extends KafkaException {
        WrongClientSettingsException(String message) {
            super(message);
        }
    }

    /** Any failure as a sentence. */
    public static String text(KafkaException failure, Settings.Kafka settings) {
        return ofSettings(failure, settings)
                .orElseGet(() -> "Kafka cannot be reached at " + settings.brokers() + " ("
                        + failure.getClass().getSimpleName() + "). Is armwatch.kafka.brokers right"
                        + (settings.client().isEmpty()
                                ? ", and does it name a listener without TLS and SASL?"
                                : ", and does its listener speak " + protocol(settings) + "?"));
    }

    /** An exception with such a sentence if settings are the cause; else the failure itself. */
    public static KafkaException explained(KafkaException failure, Settings.Kafka settings) {
        return ofSettings(failure, settings)
                .<KafkaException>map(WrongClientSettingsException::new)
                .orElse(failure);
    }

    /** The sentence if settings are the cause of a failure; empty if it has another cause or may pass by itself. */
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
                .map(cause -> "Kafka does not accept the SASL mechanism " + value(settings, SaslConfigs.SASL_MECHANISM)
                        + " (" + firstLine(cause) + "); set " + PREFIX + "sasl-mechanism to one that it accepts")
                .or(() -> find(causes, SaslAuthenticationException.class)
                        .map(cause -> "Kafka refuses armwatch's user name or password (SASL "
                                + value(settings, SaslConfigs.SASL_MECHANISM) + "); correct " + SASL + ", or "
                                + PREFIX + "sasl-mechanism"))
                .or(() -> find(causes, SslAuthenticationException.class)
                        .map(cause -> "The TLS handshake with Kafka at " + settings.brokers() + " fails ("
                                + firstLine(innermost(causes)) + "); correct " + STORES
                                + ", or the broker's certificate"))
                .or(() -> find(causes, AuthenticationException.class)
                        .map(cause -> "Kafka does not authenticate armwatch ("
                                + cause.getClass().getSimpleName() + "); correct " + PREFIX + "security-protocol, "
                                + SASL + ", " + STORES))
                .or(() -> KeyStoreProblem.of(causes, settings))
                .or(() -> jaasProblem(causes))
                .or(() -> find(causes, LoginException.class).map(cause -> loginText(settings)))
                .or(() -> find(causes, GeneralSecurityException.class)
                        .map(cause -> "A key store or certificate for Kafka cannot be used (" + firstLine(cause)
                                + "); correct " + STORES + ", their types and their passwords"))
                .or(() -> find(causes, ConfigException.class).map(KafkaProblem::configText));
    }

    /**
     * Why the configured SASL mechanism is not available here; Kafka's clients would retry forever. Call it after a client was created:
     * that loads the login module, which registers its mechanisms.
     */
    static Optional<String> mechanismProblem(Settings.Kafka settings) {
        String mechanism = value(settings, SaslConfigs.SASL_MECHANISM);
        return !protocol(settings).toUpperCase(Locale.ROOT).startsWith("SASL") || isSupported(mechanism)
                ? Optional.empty()
                : Optional.of(key(SaslConfigs.SASL_MECHANISM) + ": the SASL mechanism '"
                        + ArmError.presentable(mechanism)
                        + "' cannot be used; expected PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI, and its"
                        + " login module in " + SASL);
    }

    private static boolean isSupported(String mechanism) {
        return Collections.list(Sasl.getSaslClientFactories()).stream()
                .flatMap(factory -> Arrays.stream(factory.getMechanismNames(Map.of())))
                .anyMatch(mechanism::equals);
    }

    private static Optional<Throwable> find(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().filter(type::isInstance).findFirst();
    }

    private static Throwable innermost(List<Throwable> causes) {
        return causes.get(causes.size() - 1);
    }

    static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return ArmError.presentable(message.lines().findFirst().orElse(message));
    }

    /** A problem with the JAAS text. Kafka's message may contain that text, so it is not quoted. */
    private static Optional<String> jaasProblem(List<Throwable> causes) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> message.contains("JAAS")
                        || message.contains("KafkaClient")
                        || message.contains("LoginModule")
                        || message.contains("loginModule"))
                .findFirst()
                .map(message -> SASL
                        + (message.startsWith("Could not find a")
                                ? ": it is not set, and SASL needs it; expected"
                                : ": it cannot be read as JAAS, or its login module is unknown; expected")
                        + " org.apache.kafka.common.security.plain.PlainLoginModule required username=\"…\" password=\"…\";"
                        + " with the semicolon (or the module of the mechanism you use)");
    }

    private static String loginText(Settings.Kafka settings) {
        return "Kafka's client cannot log in (SASL " + value(settings, SaslConfigs.SASL_MECHANISM) + "); correct "
                + SASL + " or " + key(SaslConfigs.SASL_MECHANISM)
                + ", and what they need: a Kerberos ticket, a token endpoint";
    }

    /** A configuration error of Kafka, which names its key and never quotes a value of type password. */
    private static String configText(Throwable cause) {
        String message = firstLine(cause);
        Matcher invalid = INVALID.matcher(message);
        if (!invalid.matches()) {
            return "Kafka's clients do not accept a setting: " + message + "; correct the key under " + PREFIX
                    + " that has this name with - in place of .";
        }
        String name = invalid.group(2);
        return key(name) + ": '" + invalid.group(1) + "' cannot be used; expected "
                + (name.equals(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                        ? "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"
                        : "what Kafka's documentation has for " + name + invalid.group(3));
    }

    static String key(String kafkaName) {
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
