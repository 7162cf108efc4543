package io.armwatch.source.batchcertificate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.armwatch.change.Timestamp;
import io.armwatch.source.SystemData;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Batch certificate, the reference's {@code Certificate} of Microsoft.Batch 2024-07-01, without its id, name and type. */
record BatchCertificate(Map<String, String> tags, Optional<SystemData> systemData, Properties properties) {

    /**
     * The reference's {@code CertificateProperties}.
     *
     * @param publicData base64 of the DER form of the X.509 certificate, without its private key
     * @param deleteCertificateError present only in state {@code Failed}
     */
    record Properties(
            Optional<String> thumbprintAlgorithm,
            Optional<String> thumbprint,
            Optional<String> format,
            Optional<String> provisioningState,
            Optional<Timestamp> provisioningStateTransitionTime,
            Optional<String> previousProvisioningState,
            Optional<Timestamp> previousProvisioningStateTransitionTime,
            Optional<String> publicData,
            Optional<DeletionError> deleteCertificateError) {

        static final String FAILED = "Failed";

        /** Whether Azure is trying to delete it, for the first time or again. */
        @JsonIgnore
        boolean isDeleting() {
            return provisioningState.filter("Deleting"::equalsIgnoreCase).isPresent();
        }

        boolean hasFailed() {
            return isFailed(provisioningState);
        }

        boolean hasFailedPreviously() {
            return isFailed(previousProvisioningState);
        }

        private static boolean isFailed(Optional<String> state) {
            return state.filter(FAILED::equalsIgnoreCase).isPresent();
        }
    }

    /** The reference's {@code DeleteCertificateError}; the details are in Azure's order. */
    record DeletionError(
            Optional<String> code, Optional<String> message, Optional<String> target, List<DeletionError> details) {
        DeletionError {
            details = List.copyOf(details);
        }
    }
}
