/** Azure Maps accounts: rotation of their keys. */
@NullMarked
package io.armwatch.source.mapskeys;

import org.jspecify.annotations.NullMarked;
