/** The embedded broker, and what the demo starts. */
@NullMarked
package io.armwatch.demo;

import org.jspecify.annotations.NullMarked;
