/** The beans that the routes name, and the {@code arm:} component: whatever touches an Exchange. */
@NullMarked
package io.armwatch.route;

import org.jspecify.annotations.NullMarked;
