package io.armwatch.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ARM's own words for what went wrong: {@code {"error":{"code","message"}}}, any field of which may be missing.
 *
 * @param fromArm whether the body had ARM's shape; a gateway answers with HTML or nothing
 * @see <a href="https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors">ARM's
 *     codes</a>
 */
public record ArmError(boolean fromArm, Optional<String> code, Optional<String> message) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST = 500;
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");
    private static final Pattern STEERING = Pattern.compile("[\\p{C}\\u2028\\u2029]+");

    /** Reads the body of an answer that is no success; a body of any other shape is an error without code and message. */
    public static ArmError of(byte[] body) {
        try {
            JsonNode error = MAPPER.readTree(body).path("error");
            return new ArmError(error.isObject(), text(error, "code"), text(error, "message"));
        } catch (IOException notJson) {
            return new ArmError(false, Optional.empty(), Optional.empty());
        }
    }

    private static Optional<String> text(JsonNode error, String field) {
        return Optional.ofNullable(error.path(field).textValue())
                .map(ArmError::presentable)
                .filter(text -> !text.isEmpty());
    }

    /**
     * A text from outside as it may be shown: one line, without what steers a terminal (controls, C1's among them), turns the
     * direction of writing or is half a character, cut at 500 characters.
     */
    public static String presentable(String text) {
        String line = STEERING.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST
                ? line
                : HALF.matcher(line.substring(0, LONGEST - 1)).replaceAll("") + "…";
    }
}
