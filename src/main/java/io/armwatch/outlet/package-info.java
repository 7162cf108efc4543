/** Outlets: the {@code events:} component, from which routes deliver events elsewhere, and what is known of each outlet. */
@NullMarked
package io.armwatch.outlet;

import org.jspecify.annotations.NullMarked;
