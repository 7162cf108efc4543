/**
 * A simulator of Azure Resource Manager for the demo, the tests and the benchmark. It depends on no other package of
 * armwatch.
 */
@NullMarked
package io.armwatch.simulator;

import org.jspecify.annotations.NullMarked;
