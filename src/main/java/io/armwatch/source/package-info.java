/** The interface of a source and the code that all sources share. Each source has a package of its own below. */
@NullMarked
package io.armwatch.source;

import org.jspecify.annotations.NullMarked;
