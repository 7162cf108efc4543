/** What the simulator holds: subscriptions, resources, keys, and how they begin. */
@NullMarked
package io.armwatch.simulator.estate;

import org.jspecify.annotations.NullMarked;
