package io.armwatch.poll.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.known.Digest;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.PolledResource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanHistoryTest {
    private static final String SUBSCRIPTION = "/subscriptions/subid";
    private static final ArmId ID = ArmId.of(SUBSCRIPTION);

    private final ScanHistory history = new ScanHistory();

    private static Listing listing(String scope) {
        return ScanFixtures.overAll(PolledResource.of("batch-account", scope).source(), scope)
                .part()
                .listing();
    }

    private static Digest digest(int of) {
        return Digest.of(new byte[of]);
    }

    private void reads(int walk, PreviousListing previous, int of) {
        PreviousListing.Item before = previous.find(digest(of));
        previous.markRead(walk, before == null ? previous.add(ID, digest(of), of, history.seenMark(ID.key())) : before);
    }

    private PreviousListing shown() {
        return history.previousListing(listing(SUBSCRIPTION));
    }

    @Test
    void only_the_items_of_the_last_scan_are_kept() {
        for (int i = 1; i <= 2; i++) {
            int walk = history.startScan();
            reads(walk, shown(), i);
            history.completeScan(walk);
        }

        assertThat(shown().find(digest(2))).isNotNull();
        assertThat(shown().find(digest(1))).isNull();
        assertThat(shown().expectedNext(history.startScan())).isSameAs(shown().find(digest(2)));
    }

    @Test
    void an_item_that_is_read_again_is_kept() {
        int first = history.startScan();
        reads(first, shown(), 1);
        PreviousListing.Item item = shown().find(digest(1));
        for (int walk = first; walk <= 3; walk = history.startScan()) {
            reads(walk, shown(), 1);
            history.completeScan(walk);
        }

        assertThat(shown().find(digest(1))).isSameAs(item).isNotNull();
    }

    @Test
    void the_same_bytes_in_another_list_are_another_item() {
        reads(history.startScan(), shown(), 1);

        assertThat(history.previousListing(listing(SUBSCRIPTION + "/resourceGroups/other"))
                        .find(digest(1)))
                .isNull();
    }

    @Test
    void the_successor_of_an_item_is_known_across_pages_but_not_for_items_that_are_gone() {
        for (List<Integer> order : List.of(List.of(1, 2, 3, 4), List.of(1, 3, 2))) {
            int walk = history.startScan();
            order.forEach(each -> reads(walk, shown(), each));
            history.completeScan(walk);
        }

        int walk = history.startScan();
        assertThat(shown().expectedNext(walk)).isSameAs(shown().find(digest(1)));
        reads(walk, shown(), 1);
        assertThat(shown().expectedNext(walk)).isSameAs(shown().find(digest(3)));
        reads(walk, shown(), 3);
        reads(walk, shown(), 2);
        assertThat(shown().expectedNext(walk)).isNull();
    }

    @Test
    void each_scan_sees_a_resource_once() {
        int first = history.startScan();
        assertThat(history.markSeen(first, "one")).isTrue();
        assertThat(history.markSeen(first, "one")).isFalse();
        history.completeScan(first);

        int second = history.startScan();
        assertThat(history.hasSeen(second, "one")).isFalse();
        assertThat(history.markSeen(second, "one")).isTrue();
        assertThat(history.markSeen(second, "one")).isFalse();
    }

    @Test
    void only_what_the_last_scan_saw_is_kept() {
        int first = history.startScan();
        history.markSeen(first, "gone");
        int second = history.startScan();
        history.markSeen(second, "there");
        history.completeScan(second);

        assertThat(history.hasSeen(second, "there")).isTrue();
        assertThat(history.hasSeen(first, "gone")).isFalse();
    }
}
