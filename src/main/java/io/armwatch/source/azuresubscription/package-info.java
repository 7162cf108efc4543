/** Azure subscriptions: their state. */
@NullMarked
package io.armwatch.source.azuresubscription;

import org.jspecify.annotations.NullMarked;
