/** Whether armwatch is well, as health checks and metrics tell it. */
@NullMarked
package io.armwatch.status;

import org.jspecify.annotations.NullMarked;
