/** API Management services: certificates of their host names, and their state. */
@NullMarked
package io.armwatch.source.apimservice;

import org.jspecify.annotations.NullMarked;
