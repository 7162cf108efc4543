/** Storage accounts: rotation and age of their keys, and their customer-managed key. */
@NullMarked
package io.armwatch.source.storageaccount;

import org.jspecify.annotations.NullMarked;
