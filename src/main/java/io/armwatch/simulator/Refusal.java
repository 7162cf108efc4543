package io.armwatch.simulator;

import java.util.Map;

/** An answer that is an error in ARM's shape; thrown where the request is found wanting. */
final class Refusal extends RuntimeException {
    private final int status;
    private final String code;
    private final String words;
    private final transient Map<String, String> headers;

    Refusal(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.words = message;
        this.headers = headers;
    }

    Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** ARM's words for a body that is not what the operation expects. */
    static Refusal invalidContent(String why) {
        return new Refusal(
                400,
                "InvalidRequestContent",
                "The request content was invalid and could not be deserialized: '" + why + "'.");
    }

    static Refusal notFound(ArmId id) {
        return new Refusal(
                404,
                "ResourceNotFound",
                "The Resource '%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
                        .formatted(id.typedName(), id.group()));
    }

    Answer answer() {
        return Answer.error(status, code, words).with(headers);
    }
}
