package io.armwatch.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /**
     * A key or secret has entered a tier before its expiry.
     *
     * @param part the key, if the resource holds several
     * @param kind {@code key} or {@code secret}
     * @param daysLeft days until it expires, rounded up
     * @param tier the tier that it is in: at most this many days are left
     */
    record KeyExpiring(
            @JsonIgnore Optional<String> part,
            String kind,
            Optional<String> version,
            Timestamp expiresAt,
            int daysLeft,
            int tier)
            implements Change {}

    /**
     * A key or secret has expired. It continues the incident that {@link KeyExpiring} began.
     *
     * @param part the key, if the resource holds several
     * @param kind {@code key} or {@code secret}
     * @param daysLeft 0, or the days since it expired as a negative number
     * @param tier 0
     */
    record KeyExpired(
            @JsonIgnore Optional<String> part,
            String kind,
            Optional<String> version,
            Timestamp expiresAt,
            int daysLeft,
            int tier)
            implements Change {
        @Override
        public Optional<Timestamp> at() {
            return Optional.of(expiresAt);
        }
    }

    /**
     * A key is older than it may be.
     *
     * @param ageDays whole days since its last rotation
     * @param policy whose rule the age is: {@link #AZURE} or {@link #ARMWATCH}
     */
    record KeyRotationOverdue(String key, Timestamp rotatedAt, int ageDays, int maxAgeDays, String policy)
            implements Change {
        /** The resource's own policy. */
        static final String AZURE = "azure";
        /** The setting {@code armwatch.key.max-age}. */
        static final String ARMWATCH = "armwatch";

        @Override
        public Optional<String> part() {
            return Optional.of(key);
        }
    }

    /**
     * An incident of a key has ended. Its event has the subject of the event that began the incident.
     *
     * @param recoveredFrom the {@link Incident#type()}
     * @param key the overdue key; empty for an expiry
     * @param version the version that the incident was about; empty for an overdue key
     * @param recoveredAt Azure's own time of the rotation, if that ended it and Azure states one
     */
    record KeyRecovered(
            @JsonIgnore Optional<String> part,
            String recoveredFrom,
            How how,
            Optional<String> key,
            Optional<String> version,
            Optional<Timestamp> recoveredAt)
            implements Change {
        @Override
        public Optional<Timestamp> at() {
            return recoveredAt;
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
     * @param part the part that the incident concerns, for example a host name
     * @param state the present state; empty if the certificate is gone or the incident does not concern its state
     * @param previousState the state that the last event about the incident named
     * @param recoveredFrom the {@link Incident#type()}
     */
    record CertificateRecovered(
            @JsonIgnore Optional<String> part,
            Optional<String> thumbprint,
            Optional<String> state,
            Optional<String> previousState,
            Optional<Timestamp> recoveredAt,
            String recoveredFrom,
            How how)
            implements Change {
        /** The end of an incident of the certificate as a whole, or of its public data. */
        public CertificateRecovered(
                Optional<String> thumbprint,
                Optional<String> state,
                Optional<String> previousState,
                Optional<Timestamp> recoveredAt,
                String recoveredFrom,
                How how) {
            this(Optional.empty(), thumbprint, state, previousState, recoveredAt, recoveredFrom, how);
        }

        public CertificateRecovered {
            part = recoveredFrom.equals(Incident.UNREADABLE) ? Optional.of(CertificateUnreadable.PART) : part;
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

    /**
     * Azure could not read a certificate or a named value from Key Vault, or could not put it into use.
     *
     * @param part see {@link Incident#KEY_VAULT}
     * @param hostName the host name that uses the certificate
     * @param secretIdentifier the URL of the secret in Key Vault
     * @param code Azure's code of the failure
     */
    record CertificateRefreshFailed(
            @JsonIgnore Optional<String> part,
            Optional<String> thumbprint,
            Optional<String> hostName,
            Optional<String> secretIdentifier,
            Optional<String> code,
            Optional<String> message,
            Optional<Timestamp> failedAt)
            implements Change {
        @Override
        public Optional<Timestamp> at() {
            return failedAt;
        }
    }

    /**
     * A certificate has entered a tier before its expiry.
     *
     * @param part the part that uses the certificate, for example a host name
     * @param daysLeft days until it expires, rounded up
     * @param tier the tier that it is in: at most this many days are left
     */
    record CertificateExpiring(
            @JsonIgnore Optional<String> part,
            Optional<String> thumbprint,
            Optional<String> subjectName,
            Optional<String> issuer,
            Optional<String> serialNumber,
            Timestamp notAfter,
            int daysLeft,
            int tier)
            implements Change {}

    /**
     * A certificate has expired. It continues the incident that {@link CertificateExpiring} began.
     *
     * @param part the part that uses the certificate, for example a host name
     * @param daysLeft 0, or the days since it expired as a negative number
     * @param tier 0
     */
    record CertificateExpired(
            @JsonIgnore Optional<String> part,
            Optional<String> thumbprint,
            Optional<String> subjectName,
            Optional<String> issuer,
            Optional<String> serialNumber,
            Timestamp notAfter,
            int daysLeft,
            int tier)
            implements Change {
        @Override
        public Optional<Timestamp> at() {
            return Optional.of(notAfter);
        }
    }

    /**
     * A certificate was replaced or lives longer. This ends an incident that {@link CertificateExpiring} or {@link
     * CertificateExpired} began.
     *
     * @param part the part that uses the certificate, for example a host name
     */
    record CertificateRenewed(
            @JsonIgnore Optional<String> part,
            Optional<String> thumbprint,
            Optional<String> previousThumbprint,
            Timestamp notAfter,
            Timestamp previousNotAfter)
            implements Change {}

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

    /**
     * The expiry date of an API Management subscription is near or has passed. It is a notice and no incident: Azure does
     * not end the subscription at that date, so that nothing changes unless someone acts.
     *
     * @param daysLeft days until the date, rounded up; 0 or less if it has passed
     * @param tier the tier that it is in: at most this many days are left; 0 if the date has passed
     */
    record SubscriptionExpiryDue(Timestamp expirationDate, int daysLeft, int tier, Optional<String> state)
            implements Change {}

    /** An Azure subscription has changed its state. */
    record AzureSubscriptionStateChanged(
            Optional<String> state, Optional<String> previousState, Optional<String> displayName) implements Change {}

    /** A resource, or a second view of one, was seen for the first time, or again after its deletion. */
    record ResourceDiscovered(JsonNode state) implements Change {}

    /** Properties changed that no other change of the same observation reports. */
    record ResourceChanged(List<Difference> changes) implements Change {
        public ResourceChanged {
            changes = List.copyOf(changes);
        }

        /** The same without what another event reports; empty if nothing is left. */
        Optional<ResourceChanged> without(Set<String> paths) {
            List<Difference> left =
                    changes.stream().filter(each -> !each.isIn(paths)).toList();
            return Optional.of(new ResourceChanged(left)).filter(each -> !left.isEmpty());
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
