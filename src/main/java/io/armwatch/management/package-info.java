/** The management port: health checks and pages; its metrics are in {@code metric}. */
@NullMarked
package io.armwatch.management;

import org.jspecify.annotations.NullMarked;
