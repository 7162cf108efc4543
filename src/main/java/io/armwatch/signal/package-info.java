/** Signals: what armwatch is asked to do at once, and which sources are paused. */
@NullMarked
package io.armwatch.signal;

import org.jspecify.annotations.NullMarked;
