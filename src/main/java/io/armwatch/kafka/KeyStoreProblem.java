package io.armwatch.kafka;

import io.armwatch.config.Settings;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/** Explains why a key store or trust store of Kafka's clients cannot be used: the file, the key to change, and what to do. */
final class KeyStoreProblem {
    /** Kafka's messages also call a trust store a key store. */
    private static final Pattern NOT_LOADED =
            Pattern.compile("(?s)Failed to load PEM SSL keystore (.+)|Failed to load SSL keystore (.+) of type \\S+");

    private KeyStoreProblem() {}

    /** The sentence; empty if the cause is another one. */
    static Optional<String> of(List<Throwable> causes, Settings.Kafka settings) {
        for (int i = 0; i < causes.size(); i++) {
            Matcher notLoaded = NOT_LOADED.matcher(String.valueOf(causes.get(i).getMessage()));
            if (notLoaded.matches()) {
                String file = notLoaded.replaceFirst("$1$2"); // one of the two groups is empty
                return Optional.of(notLoaded(file, causes.subList(i + 1, causes.size()), settings));
            }
        }
        return isAny(causes, UnrecoverableKeyException.class) ? Optional.of(privateKey(settings)) : incomplete(causes);
    }

    private static String notLoaded(String file, List<Throwable> causes, Settings.Kafka settings) {
        boolean keyStore = file.equals(settings.client().get(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG));
        String keys = KafkaProblem.key(keyStore ? "ssl.keystore." : "ssl.truststore.");
        if (isAny(causes, NoSuchFileException.class)) {
            return keys + "location: there is no file " + file + "; name the file as armwatch sees it";
        }
        if (isAny(causes, AccessDeniedException.class)) {
            return keys + "location: armwatch may not read the file " + file + "; allow it, or name another file";
        }
        if (isAny(causes, UnrecoverableKeyException.class)) {
            return keys + "password: the file " + file + " does not open with this password; set the one that it has";
        }
        String kind = keyStore ? "key store" : "trust store";
        return keys + "location: the file " + file + " is not a " + kind + " of type " + type(keyStore, settings)
                + "; name one, or set " + keys + "type to the type that it has (JKS, PKCS12 or PEM)";
    }

    private static Object type(boolean keyStore, Settings.Kafka settings) {
        return keyStore
                ? settings.client()
                        .getOrDefault(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, SslConfigs.DEFAULT_SSL_KEYSTORE_TYPE)
                : settings.client()
                        .getOrDefault(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, SslConfigs.DEFAULT_SSL_TRUSTSTORE_TYPE);
    }

    private static String privateKey(Settings.Kafka settings) {
        return KafkaProblem.key(SslConfigs.SSL_KEY_PASSWORD_CONFIG) + ": the private key in "
                + settings.client().getOrDefault(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, "the key store")
                + " does not open with this password; set the one that it has";
    }

    /** A setting that requires or excludes another one. Kafka's message names both and quotes no value. */
    private static Optional<String> incomplete(List<Throwable> causes) {
        return causes.stream()
                .filter(InvalidConfigurationException.class::isInstance)
                .map(KafkaProblem::firstLine)
                .filter(message -> message.contains("SSL"))
                .findFirst()
                .map(message -> {
                    String keys = KafkaProblem.key(message.contains("trust") ? "ssl.truststore." : "ssl.keystore.");
                    return keys + "location and " + keys + "password do not fit together (" + message
                            + "); set both, or neither";
                });
    }

    private static boolean isAny(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
