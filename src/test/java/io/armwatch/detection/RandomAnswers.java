package io.armwatch.detection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A resource in Azure that goes its way. */
sealed interface RandomAnswers {
    ObjectNode READABLE = OfficialExample.body("batch-certificate/made-readable.json");
    String PROPERTIES = "/properties/";

    PolledResource watched();

    /** Goes on, and answers. */
    ObjectNode next(Random random, Instant now);

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
