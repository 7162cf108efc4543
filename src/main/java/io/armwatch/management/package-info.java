/** The management port: health checks. */
@NullMarked
package io.armwatch.management;

import org.jspecify.annotations.NullMarked;
