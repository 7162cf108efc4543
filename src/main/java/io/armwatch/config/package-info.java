/** The user's settings and watch list: read once at start, with all problems reported together. */
@NullMarked
package io.armwatch.config;

import org.jspecify.annotations.NullMarked;
