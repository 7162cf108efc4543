/** How two observations become one state and a list of changes, purely: no clock, no I/O. */
@NullMarked
package io.armwatch.change;

import org.jspecify.annotations.NullMarked;
