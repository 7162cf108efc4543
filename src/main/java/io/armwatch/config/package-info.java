/** The user's settings and watch list: read at start, with all problems reported together; the watch list also when it changes. */
@NullMarked
package io.armwatch.config;

import org.jspecify.annotations.NullMarked;
