/** The beans that the routes name: what an Exchange is turned into and out of. */
@NullMarked
package io.armwatch.route;

import org.jspecify.annotations.NullMarked;
