/** Observations, known states and changes, and the pure functions that compare them: no clock, no I/O. */
@NullMarked
package io.armwatch.change;

import org.jspecify.annotations.NullMarked;
