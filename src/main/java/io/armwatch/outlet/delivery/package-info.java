/** How one event is delivered: in the order of its resource, with retries, and to the dead letters where it cannot be. */
@NullMarked
package io.armwatch.outlet.delivery;

import org.jspecify.annotations.NullMarked;
