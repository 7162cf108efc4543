/** The operations of Azure Resource Manager that the simulator implements, its rate limits and its call log. */
@NullMarked
package io.armwatch.simulator.operation;

import org.jspecify.annotations.NullMarked;
