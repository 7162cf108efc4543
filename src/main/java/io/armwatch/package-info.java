/** The main class. */
@NullMarked
package io.armwatch;

import org.jspecify.annotations.NullMarked;
