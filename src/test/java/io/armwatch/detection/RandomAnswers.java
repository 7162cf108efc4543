package io.armwatch.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A resource in Azure that goes its way. */
sealed interface RandomAnswers {
    ObjectNode READABLE = OfficialExample.body("batch-certificate/made-readable.json");
    String PROPERTIES = "/properties/";
    /** With another certificate, which expires on 2027-12-31. */
    ObjectNode RENEWED = renewed();

    private static ObjectNode renewed() {
        try {
            String chain = Files.readString(Path.of("src/test/resources/certificates/chain.pem"));
            return OfficialExample.with(
                    OfficialExample.with(READABLE, PROPERTIES + "publicData", chain),
                    PROPERTIES + "thumbprint",
                    "4f71d8a436a6b7e54f924e3c2a82fbb79af209fb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PolledResource watched();

    /** Goes on, and answers. */
    ObjectNode next(Random random, Instant now);

    /** How long until the next step, which may be into the past. */
    default Duration step(Random random) {
        return Duration.ofSeconds(10 + random.nextInt(50));
    }

    /** Whether a certificate's public data is the certificate that the thumbprint names. */
    static boolean isReadable(JsonNode properties) {
        return Stream.of(READABLE, RENEWED)
                .map(body -> body.path("properties"))
                .anyMatch(each -> each.path("publicData").equals(properties.path("publicData"))
                        && each.path("thumbprint").equals(properties.path("thumbprint")));
    }

    /** The same resource over years, by clocks that jump. */
    record Ageing(RandomAnswers answers) implements RandomAnswers {
        @Override
        public PolledResource watched() {
            return answers.watched();
        }

        @Override
        public ObjectNode next(Random random, Instant now) {
            ObjectNode body = answers.next(random, now);
            boolean replaced = body.at(PROPERTIES + "publicData").equals(READABLE.at(PROPERTIES + "publicData"))
                    && body.at(PROPERTIES + "thumbprint").equals(READABLE.at(PROPERTIES + "thumbprint"))
                    && random.nextInt(4) > 0;
            return replaced
                    ? OfficialExample.with(
                            OfficialExample.with(
                                    body, PROPERTIES + "publicData", RENEWED.at(PROPERTIES + "publicData")),
                            PROPERTIES + "thumbprint",
                            RENEWED.at(PROPERTIES + "thumbprint"))
                    : body;
        }

        @Override
        public Duration step(Random random) {
            return switch (random.nextInt(8)) {
                case 0 -> Duration.ofDays(-random.nextInt(20));
                case 1 -> Duration.ofDays(random.nextInt(60));
                default -> Duration.ofHours(random.nextInt(14 * 24));
            };
        }
    }

    /** One of some answers. */
    record Variants(PolledResource watched, List<ObjectNode> answers) implements RandomAnswers {
        @Override
        public ObjectNode next(Random random, Instant now) {
            return answers.get(random.nextInt(answers.size()));
        }
    }

    /** A certificate as Azure's state machine has it. */
    final class Certificate implements RandomAnswers {
        private String state = "Succeeded";
        private Instant since = Instant.parse("2026-11-01T00:00:00Z");
        private @Nullable String previous;
        private @Nullable Instant previousSince;

        @Override
        public PolledResource watched() {
            return PolledResource.of("batch-certificate", READABLE.get("id").textValue());
        }

        @Override
        public ObjectNode next(Random random, Instant now) {
            for (int moves = random.nextInt(4); moves > 0; moves--) {
                enter(random, now.minusSeconds(moves));
            }
            ObjectNode body = OfficialExample.with(READABLE, PROPERTIES + "provisioningState", state);
            body = OfficialExample.with(body, PROPERTIES + "provisioningStateTransitionTime", since.toString());
            body = OfficialExample.with(body, PROPERTIES + "previousProvisioningState", previous);
            body = OfficialExample.with(
                    body,
                    PROPERTIES + "previousProvisioningStateTransitionTime",
                    Objects.toString(previousSince, null));
            return switch (random.nextInt(6)) {
                case 0 -> OfficialExample.with(body, PROPERTIES + "publicData", "bm9uZQ==");
                case 1 -> OfficialExample.with(body, PROPERTIES + "thumbprint", "00");
                default -> body;
            };
        }

        private void enter(Random random, Instant at) {
            previous = state;
            previousSince = since;
            since = at;
            state = switch (state) {
                case "Succeeded" -> "Deleting";
                case "Deleting" -> "Failed";
                default -> random.nextBoolean() ? "Deleting" : "Succeeded";
            };
        }
    }
}
