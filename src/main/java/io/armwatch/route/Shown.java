package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.route.Plan.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Whose the bytes of a list's items were when the list was last read, so that what comes again need not be parsed to be told apart.
 * What the last walk over a part of the plan has met is kept, and no more.
 */
final class Shown {
    private final ConcurrentMap<Part, Items> last = new ConcurrentHashMap<>();

    /** What one walk has met, by list and digest. */
    static final class Items {
        private final ConcurrentMap<String, ConcurrentMap<Digest, ArmId>> lists = new ConcurrentHashMap<>();

        /** Of one list: the same bytes are another child where they stand in another list. */
        ConcurrentMap<Digest, ArmId> of(Listing listing) {
            return lists.computeIfAbsent(listing.id().text(), list -> new ConcurrentHashMap<>());
        }
    }

    /** A digest as a key. */
    static final class Digest {
        private final byte[] bytes;

        Digest(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Digest digest && Arrays.equals(digest.bytes, bytes);
        }

        @Override
        public int hashCode() { // any four bytes of it are as good as all
            return ByteBuffer.wrap(bytes).getInt();
        }
    }

    /** What the walk before has met of a list. */
    Map<Digest, ArmId> before(Walk walk, Listing listing) {
        return Optional.ofNullable(last.get(walk.part()))
                .<Map<Digest, ArmId>>map(items -> items.of(listing))
                .orElse(Map.of());
    }

    /** A walk has come to the end of its lists. */
    void ends(Walk walk) {
        last.put(walk.part(), walk.shown());
    }
}
