/** The conventions of Azure Resource Manager: ids, scopes, clouds, credentials, rate limits and errors. */
@NullMarked
package io.armwatch.azure;

import org.jspecify.annotations.NullMarked;
