package io.armwatch.simulator.wire;

import java.util.Map;

/** A request failed with an error in ARM's shape. */
public final class ArmErrorException extends RuntimeException {
    private final int status;
    private final String code;
    private final String words;
    private final transient Map<String, String> headers;

    public ArmErrorException(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.words = message;
        this.headers = headers;
    }

    public ArmErrorException(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** ARM's error for an invalid request body. */
    public static ArmErrorException invalidContent(String why) {
        return new ArmErrorException(
                400,
                "InvalidRequestContent",
                "The request content was invalid and could not be deserialized: '" + why + "'.");
    }

    public static ArmErrorException notFound(String resource, String group) {
        return new ArmErrorException(
                404,
                "ResourceNotFound",
                "The Resource '%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
                        .formatted(resource, group));
    }

    public Answer answer() {
        return Answer.error(status, code, words).with(headers);
    }
}
