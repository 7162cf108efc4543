/** API Management subscriptions: their state and, if switched on, the rotation of their keys. */
@NullMarked
package io.armwatch.source.apimsubscription;

import org.jspecify.annotations.NullMarked;
