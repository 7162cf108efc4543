/** Webhooks as the target of an outlet: CloudEvents by HTTP POST, signed. */
@NullMarked
package io.armwatch.outlet.webhook;

import org.jspecify.annotations.NullMarked;
