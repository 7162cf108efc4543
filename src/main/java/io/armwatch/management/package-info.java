/** What the management port reports: health checks. */
@NullMarked
package io.armwatch.management;

import org.jspecify.annotations.NullMarked;
