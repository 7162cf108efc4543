/** The files of {@code examples/}, run as a user runs them: processes of their own that know armwatch's topics only. */
@NullMarked
package io.armwatch.examples;

import org.jspecify.annotations.NullMarked;
