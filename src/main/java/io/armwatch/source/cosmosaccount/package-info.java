/** Cosmos DB accounts: rotation and age of their keys, and their customer-managed key. */
@NullMarked
package io.armwatch.source.cosmosaccount;

import org.jspecify.annotations.NullMarked;
