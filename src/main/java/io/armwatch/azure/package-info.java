/** Azure Resource Manager's manners: ids, scopes, clouds, credentials, requests and errors. */
@NullMarked
package io.armwatch.azure;

import org.jspecify.annotations.NullMarked;
