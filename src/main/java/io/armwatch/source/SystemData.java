package io.armwatch.source;

import io.armwatch.change.Timestamp;
import java.util.Optional;

/** Who created a resource: ARM's {@code systemData} without the fields that {@link VolatileFields} removes. */
public record SystemData(Optional<String> createdBy, Optional<String> createdByType, Optional<Timestamp> createdAt) {}
