package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A difference with a meaning, which becomes one event. Each record's components are the type-specific fields of the
 * event's {@code data}, by name and in this order; the event adds the fields that all events share.
 */
public sealed interface Change {
    /** The part that changed; empty if it is the resource as a whole. Becomes the event's {@code subject}. */
    @JsonIgnore
    default Optional<String> part() {
        return Optional.empty();
    }

    /** Azure's own time of the change, if it states one. */
    @JsonIgnore
    default Optional<Timestamp> at() {
        return Optional.empty();
    }

    /**
     * A key has a new value.
     *
     * @param key the key's name, for example {@code primary}
     * @param rotatedAt Azure's own time of the rotation; empty if Azure states none
     * @param fingerprint empty if Azure shows no value of the key
     * @param previousFingerprint empty if the key had no value before, or Azure shows none
     * @param fingerprintScheme how the fingerprints were made; empty without fingerprints
     */
    record KeyRotated(
            String key,
            Optional<Timestamp> rotatedAt,
            Optional<Timestamp> previousRotatedAt,
            Optional<String> fingerprint,
            Optional<String> previousFingerprint,
            Optional<String> fingerprintScheme)
            implements Change {
        @Override
        public Optional<String> part() {
            return Optional.of(key);
        }

        @Override
        public Optional<Timestamp> at() {
            return rotatedAt;
        }
    }

    /** Batch has synchronized the auto-storage account's key. */
    record KeySynchronized(
            Timestamp synchronizedAt, Timestamp previousSynchronizedAt, Optional<String> storageAccountId)
            implements Change {
        @Override
        public Optional<String> part() {
            return Optional.of("autoStorage");
        }

        @Override
        public Optional<Timestamp> at() {
            return Optional.of(synchronizedAt);
        }
    }

    /** A Batch account is encrypted with another key. */
    record EncryptionKeyChanged(
            Optional<String> keySource,
            Optional<String> previousKeySource,
            Optional<String> keyIdentifier,
            Optional<String> previousKeyIdentifier)
            implements Change {
        @Override
        public Optional<String> part() {
            return Optional.of("encryption");
        }
    }

    /**
     * Azure could not delete a certificate.
     *
     * @param error Batch's {@code DeleteCertificateError}; empty if the failure was over before it could be read
     * @param previousState the state that the last event about the certificate named
     * @param attempt counts the failures of one incident, from 1
     */
    record CertificateDeletionFailed(
            Optional<String> thumbprint,
            Optional<String> thumbprintAlgorithm,
            Optional<Timestamp> failedAt,
            Optional<JsonNode> error,
            Optional<String> previousState,
            int attempt)
            implements Change {
        @Override
        public Optional<Timestamp> at() {
            return failedAt;
        }
    }

    /**
     * An incident of a certificate has ended. Its event has the subject of the event that began the incident, so that
     * two incidents of one certificate that end in the same observation are two events with two ids.
     *
     * @param state the present state; empty if the certificate is gone or the incident does not concern its state
     * @param previousState the state that the last event about the incident named
     * @param recoveredFrom the {@link Incident#type()}
     */
    record CertificateRecovered(
            Optional<String> thumbprint,
            Optional<String> state,
            Optional<String> previousState,
            Optional<Timestamp> recoveredAt,
            String recoveredFrom,
            How how)
            implements Change {
        @Override
        public Optional<String> part() {
            return recoveredFrom.equals(Incident.UNREADABLE)
                    ? Optional.of(CertificateUnreadable.PART)
                    : Optional.empty();
        }

        @Override
        public Optional<Timestamp> at() {
            return recoveredAt;
        }
    }

    /**
     * A certificate's {@code publicData} is not the certificate that the thumbprint names.
     *
     * @param reason {@code not-x509} or {@code thumbprint-mismatch}
     */
    record CertificateUnreadable(Optional<String> thumbprint, String reason) implements Change {
        /** The part that cannot be read. */
        static final String PART = "publicData";

        @Override
        public Optional<String> part() {
            return Optional.of(PART);
        }
    }

    /** An API Management subscription has changed its state. */
    record SubscriptionStateChanged(
            Optional<String> state,
            Optional<String> previousState,
            Optional<String> stateComment,
            Optional<String> displayName,
            Optional<String> scope,
            Optional<String> ownerId,
            Optional<Timestamp> startDate,
            Optional<Timestamp> endDate,
            Optional<Timestamp> expirationDate)
            implements Change {}

    /** A resource, or a second view of one, was seen for the first time, or again after its deletion. */
    record ResourceDiscovered(JsonNode state) implements Change {}

    /** Properties changed that no other change of the same observation reports. */
    record ResourceChanged(List<Difference> changes) implements Change {
        public ResourceChanged {
            changes = List.copyOf(changes);
        }
    }

    /** A resource is gone; the state is the last one known. */
    record ResourceDeleted(JsonNode state) implements Change {}

    /** No scope covers a resource any more; the state is the last one known. */
    record ResourceUnwatched(JsonNode state) implements Change {}

    /**
     * A resource or scope can no longer be polled, or now for another reason.
     *
     * @param endpoint see {@link Target#endpoint}
     */
    record PollFailed(
            String source,
            Optional<String> endpoint,
            Reason reason,
            Optional<Integer> status,
            Optional<String> code,
            Optional<String> message,
            Instant failingSince,
            int attempts,
            Optional<Instant> nextAttemptAt)
            implements Change {}

    /** A resource or scope can be polled again. */
    record PollRecovered(String source, Optional<String> endpoint, Instant failedSince, int attempts)
            implements Change {}

    /**
     * A scan of a scope has ended. If it is complete, it proves that nothing changed in the scope but what was
     * reported. The counts add up: {@code expected = seen + failed}, {@code seen = unchanged + changed}.
     *
     * @param scope the scope as written in {@code watch.yaml}
     * @param expected the known resources of the scope
     * @param seen the resources that ARM gave a usable answer for, which may be that they are gone
     * @param failed the resources without a usable answer
     * @param complete whether every list was read to its end and every resource was seen
     */
    record ScanCompleted(
            String source,
            String scope,
            Instant startedAt,
            int expected,
            int seen,
            int unchanged,
            int changed,
            int failed,
            boolean complete)
            implements Change {
        public ScanCompleted {
            if (expected != seen + failed || seen != unchanged + changed) {
                throw new IllegalArgumentException("the counts of a scan must add up");
            }
        }
    }
}
