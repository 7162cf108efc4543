/** The operations of Azure Resource Manager that the simulator answers, its budget and its log of calls. */
@NullMarked
package io.armwatch.simulator.operation;

import org.jspecify.annotations.NullMarked;
