/** The seam that a source fills, and what all sources share. One package below for each source. */
@NullMarked
package io.armwatch.source;

import org.jspecify.annotations.NullMarked;
