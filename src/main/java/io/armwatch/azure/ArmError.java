package io.armwatch.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error in ARM's response body: {@code {"error":{"code","message"}}}. Any field may be missing.
 *
 * @param fromArm whether the body has ARM's shape; a gateway answers with HTML or nothing
 * @param supportedVersions the api-versions that the message names because the one of the request is refused
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors">ARM's
 *     error codes</a>
 */
public record ArmError(
        boolean fromArm, Optional<String> code, Optional<String> message, List<String> supportedVersions) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST = 500;
    /** In the message of {@code AuthorizationFailed}. */
    private static final Pattern DENIED = Pattern.compile("(?i)authorization to perform action '([^']+)'");

    private static final Pattern HALF = Pattern.compile("\\p{Cs}");
    private static final Pattern STEERING = Pattern.compile("[\\p{C}\\u2028\\u2029]+");

    public ArmError {
        supportedVersions = List.copyOf(supportedVersions);
    }

    public ArmError(boolean fromArm, Optional<String> code, Optional<String> message) {
        this(fromArm, code, message, List.of());
    }

    /** Reads the body of an error response; a body of any other shape becomes an error without code and message. */
    public static ArmError of(byte[] body) {
        try {
            JsonNode error = MAPPER.readTree(body).path("error");
            List<String> versions = SupportedVersions.in(error.path("message").asText());
            return new ArmError(error.isObject(), text(error, "code"), text(error, "message"), versions);
        } catch (IOException notJson) {
            return new ArmError(false, Optional.empty(), Optional.empty());
        }
    }

    /** The action that the identity has no right to, according to the message. */
    public Optional<String> deniedAction() {
        return message.map(DENIED::matcher).filter(Matcher::find).map(found -> found.group(1));
    }

    private static Optional<String> text(JsonNode error, String field) {
        return Optional.ofNullable(error.path(field).textValue())
                .map(ArmError::presentable)
                .filter(text -> !text.isEmpty());
    }

    /**
     * Makes text from outside safe to print: one line of at most 500 characters, without control characters (C0 and
     * C1), changes of writing direction and lone surrogates.
     */
    public static String presentable(String text) {
        String line = STEERING.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST
                ? line
                : HALF.matcher(line.substring(0, LONGEST - 1)).replaceAll("") + "…";
    }
}
