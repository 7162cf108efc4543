/** Traces from the tick to the commit of an event, as the rest of armwatch sees them: without OpenTelemetry. */
@NullMarked
package io.armwatch.trace;

import org.jspecify.annotations.NullMarked;
