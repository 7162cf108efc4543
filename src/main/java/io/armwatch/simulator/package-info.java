/**
 * A stand-in for Azure Resource Manager: the operations that armwatch polls, the writes that change what it sees, and
 * the faults that it has to survive. Knows no other package of armwatch.
 */
@NullMarked
package io.armwatch.simulator;

import org.jspecify.annotations.NullMarked;
