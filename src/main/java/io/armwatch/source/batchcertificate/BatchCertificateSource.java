package io.armwatch.source.batchcertificate;

import static io.armwatch.change.Spelling.ENUM;
import static io.armwatch.change.Spelling.HEX;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Deadline;
import io.armwatch.change.Incident;
import io.armwatch.change.Spellings;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.RecordSource;
import io.armwatch.source.batchaccount.BatchAccountSource;
import io.armwatch.source.batchcertificate.BatchCertificate.DeletionError;
import io.armwatch.source.batchcertificate.BatchCertificate.Properties;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source of Batch certificates; operations {@code Certificate_Get} and {@code Certificate_ListByBatchAccount}. */
public final class BatchCertificateSource extends RecordSource<BatchCertificate> {
    private static final Level CERTIFICATE = new Level(
            "certificates", Pattern.compile("[\\w]+-[\\w]+"), 5, 45, "sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e");
    private static final List<ResourceType> TYPES =
            List.of(new ResourceType("Microsoft.Batch", List.of(BatchAccountSource.ACCOUNT, CERTIFICATE)));

    private static final String ERROR = "/properties/deleteCertificateError";
    private static final Spellings SPELLINGS = Spellings.with(HEX, "/properties/thumbprint")
            .and(ENUM, "/properties/thumbprintAlgorithm", "/properties/format", "/systemData/createdByType")
            .and(ENUM, "/properties/provisioningState", "/properties/previousProvisioningState", ERROR + "/code");

    /**
     * Batch appends the id and time of the present request to an error's message, which therefore differs in every
     * response.
     */
    private static final Pattern OF_THIS_REQUEST = Pattern.compile("\\R(?:RequestId|Time):[^\\r\\n]*");

    public BatchCertificateSource() {
        super(BatchCertificate.class);
    }

    @Override
    public String name() {
        return "batch-certificate";
    }

    @Override
    public List<ResourceType> types() {
        return TYPES;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2024-07-01");
    }

    @Override
    public Optional<String> action() {
        return Optional.empty();
    }

    @Override
    protected BatchCertificate read(ArmId requested, JsonNode body, Fingerprints fingerprints)
            throws InvalidAnswerException {
        return entity(requested, body);
    }

    @Override
    protected IncidentOutcome incidents(
            Optional<BatchCertificate> before, List<Incident> open, BatchCertificate after) {
        Optional<Properties> was = before.map(BatchCertificate::properties);
        IncidentOutcome failures =
                DeletionFailures.follow(was, Incident.find(open, Incident.DELETION_FAILED), after.properties());
        IncidentOutcome unreadable =
                Unreadable.follow(was, Incident.find(open, Incident.UNREADABLE), after.properties());
        return new IncidentOutcome(
                Stream.concat(failures.changes().stream(), unreadable.changes().stream())
                        .toList(),
                Stream.concat(failures.open().stream(), unreadable.open().stream())
                        .toList());
    }

    @Override
    protected List<Deadline> deadlines(BatchCertificate state) {
        return Expiry.of(state.properties());
    }

    @Override
    protected Spellings spellings() {
        return SPELLINGS;
    }

    @Override
    protected JsonNode withoutRequestData(JsonNode state) {
        JsonNode message = state.at(ERROR + "/message");
        if (!message.isTextual()
                || !OF_THIS_REQUEST.matcher(message.textValue()).find()) {
            return state;
        }
        JsonNode copy = state.deepCopy();
        ((ObjectNode) copy.at(ERROR))
                .put("message", OF_THIS_REQUEST.matcher(message.textValue()).replaceAll(""));
        return copy;
    }

    static JsonNode error(DeletionError error) {
        return json(error);
    }
}
