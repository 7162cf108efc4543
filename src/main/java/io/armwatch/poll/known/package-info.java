/** The known states as polling reads them, with what it remembers of the last response to each. */
@NullMarked
package io.armwatch.poll.known;

import org.jspecify.annotations.NullMarked;
