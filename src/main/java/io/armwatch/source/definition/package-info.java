/** Official definitions (OpenAPI 2.0): how the entity of a plain source is read, derived from Azure's own reference. */
@NullMarked
package io.armwatch.source.definition;

import org.jspecify.annotations.NullMarked;
