/** Traces by OpenTelemetry. Only the service knows this package, and only where tracing is switched on: nothing of it is loaded otherwise. */
@NullMarked
package io.armwatch.trace.otlp;

import org.jspecify.annotations.NullMarked;
