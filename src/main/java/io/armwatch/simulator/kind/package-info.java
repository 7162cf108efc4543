/** The kinds of resource that the simulator serves, read from the fixture folders of their sources. */
@NullMarked
package io.armwatch.simulator.kind;

import org.jspecify.annotations.NullMarked;
