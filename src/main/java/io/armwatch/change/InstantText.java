package io.armwatch.change;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Instant;

/** Writes armwatch's own times in the canonical form of {@link Timestamp}: equal instants give equal texts. */
public final class InstantText extends StdScalarSerializer<Instant> {
    public InstantText() {
        super(Instant.class);
    }

    @Override
    public void serialize(Instant instant, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(Timestamp.of(instant).text());
    }
}
