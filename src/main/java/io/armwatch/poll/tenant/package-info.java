/** The lists of the tenant: which Azure subscriptions the scopes {@code /subscriptions/*} and management groups stand for. */
@NullMarked
package io.armwatch.poll.tenant;

import org.jspecify.annotations.NullMarked;
