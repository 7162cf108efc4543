/** The keys of Azure Maps accounts: their rotation. */
@NullMarked
package io.armwatch.source.mapskeys;

import org.jspecify.annotations.NullMarked;
