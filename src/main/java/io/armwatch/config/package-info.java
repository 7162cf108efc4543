/** Settings and scopes as people write them: read once, at start, and everything that is wrong reported together. */
@NullMarked
package io.armwatch.config;

import org.jspecify.annotations.NullMarked;
