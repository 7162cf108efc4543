/** The running service: what is started, in which order, and how it stops. */
@NullMarked
package io.armwatch.service;

import org.jspecify.annotations.NullMarked;
