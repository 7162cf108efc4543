/** The command line: one class for each command, and their shared code. */
@NullMarked
package io.armwatch.cli;

import org.jspecify.annotations.NullMarked;
