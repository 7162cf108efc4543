/** The command line. */
@NullMarked
package io.armwatch;

import org.jspecify.annotations.NullMarked;
