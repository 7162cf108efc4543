package io.armwatch.poll.known;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownStateCacheTest {
    private static final Target TARGET = new Target("maps-keys", ArmId.of("/subscriptions/s"), "");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Digest ONE = Digest.of("answer one".getBytes(UTF_8));
    private static final Digest TWO = Digest.of("answer two".getBytes(UTF_8));

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final KnownStateCache cache = new KnownStateCache(store);

    private static byte[] state(long revision, String text) {
        return Json.write(new KnownState(
                TARGET,
                Optional.of(NOON),
                revision,
                Optional.of(NOON),
                Optional.of(JsonNodeFactory.instance.objectNode().put("text", text)),
                false,
                0,
                Optional.empty(),
                List.of()));
    }

    private void shown(byte[] stored) {
        store.put(TARGET.key(), stored);
    }

    private KnownSnapshot known() {
        return cache.recall(TARGET).orElseThrow();
    }

    @Test
    void what_was_never_seen_has_no_state_and_revision_zero() {
        assertThat(known().revision()).isZero();
        assertThat(known().state()).isEmpty();
        assertThat(known().hasDigest(ONE)).isFalse();
        assertThat(known().lastSeenAt()).isEmpty();
    }

    @Test
    void an_answer_that_came_to_the_known_state_is_recognised() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);

        assertThat(known().hasDigest(ONE)).isTrue();
        assertThat(known().hasDigest(TWO)).isFalse();
        assertThat(known().lastSeenAt()).contains(NOON);
        assertThat(known().revision()).isEqualTo(3);
    }

    @Test
    void the_same_state_in_other_bytes_of_the_store_is_recognised() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        shown(state(3, "one"));

        assertThat(known().hasDigest(ONE)).isTrue();
    }

    @Test
    void an_unchanged_item_that_comes_back_is_recognised_in_its_new_place() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        CacheEntry entry = known().entry().orElseThrow();
        assertThat(cache.confirmUnchanged(entry, ONE, NOON)).isTrue();
        store.held(false);
        assertThat(cache.recall(TARGET)).isEmpty();
        store.held(true);
        shown(state(3, "one"));

        assertThat(cache.confirmUnchanged(entry, ONE, NOON)).isFalse();
        assertThat(known().hasDigest(ONE)).isTrue();
        assertThat(known().lastSeenAt()).contains(NOON);
        assertThat(cache.confirmUnchanged(known().entry().orElseThrow(), ONE, NOON))
                .isTrue();
    }

    @Test
    void an_entry_recognises_nothing_but_the_answer_that_came_to_what_is_known_now() {
        shown(state(3, "one"));
        CacheEntry entry = known().entry().orElseThrow();
        assertThat(cache.confirmUnchanged(entry, ONE, NOON)).isFalse();
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        entry = known().entry().orElseThrow();

        assertThat(cache.confirmUnchanged(entry, TWO, NOON)).isFalse();
        assertThat(cache.confirmUnchanged(entry, ONE, NOON.plusSeconds(2))).isTrue();
        assertThat(cache.confirmUnchanged(entry, ONE, NOON.plusSeconds(1))).isTrue();
        assertThat(known().lastSeenAt()).contains(NOON.plusSeconds(2));
        shown(state(4, "two"));
        assertThat(cache.confirmUnchanged(entry, ONE, NOON)).isFalse();
    }

    @Test
    void a_new_state_recognises_no_answer_yet() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        shown(state(4, "two"));

        assertThat(known().hasDigest(ONE)).isFalse();
        assertThat(known().lastSeenAt()).isEmpty();
        assertThat(known().revision()).isEqualTo(4);
    }

    /** The store may show a state before it is committed. */
    @Test
    void an_answer_that_came_to_a_state_that_was_taken_back_is_a_change_again() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        shown(state(4, "two"));
        cache.markUnchanged(known(), TWO, Optional.empty(), NOON.plusSeconds(1));

        shown(state(3, "one"));

        assertThat(known().hasDigest(TWO)).isFalse();
        assertThat(known().revision()).isEqualTo(3);
    }

    /** A poll that began before the state changed says so when it ends: that answer belongs to the state that it read. */
    @Test
    void an_answer_belongs_to_the_state_known_when_it_was_requested() {
        shown(state(3, "one"));
        KnownSnapshot before = known();
        shown(state(4, "two"));

        cache.markUnchanged(before, ONE, Optional.empty(), NOON);

        assertThat(known().hasDigest(ONE)).isFalse();
        assertThat(known().revision()).isEqualTo(4);
    }

    @Test
    void the_same_content_under_another_revision_is_another_state() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        shown(state(5, "one"));

        assertThat(known().hasDigest(ONE)).isFalse();
        assertThat(known().revision()).isEqualTo(5);
    }

    @Test
    void a_forgotten_state_recognises_no_answer() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);
        store.forget(TARGET.key());

        assertThat(known().hasDigest(ONE)).isFalse();
        assertThat(known().revision()).isZero();
    }

    @Test
    void without_a_state_nothing_is_kept_of_an_answer() {
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);

        assertThat(known().hasDigest(ONE)).isFalse();
    }

    @Test
    void an_unreadable_state_has_the_revision_that_change_detection_gives_it() {
        shown("{\"revision\":9,\"target\":5}".getBytes(UTF_8));

        assertThat(known().revision()).isEqualTo(9);
    }

    @Test
    void what_another_process_holds_is_not_known_here() {
        KnownStateCache elsewhere = new KnownStateCache(new InMemoryStateStore.Elsewhere());

        assertThat(elsewhere.recall(TARGET)).isEmpty();
        assertThat(elsewhere.holds(TARGET.id())).isFalse();
        assertThat(elsewhere.keys(TARGET.id())).isEmpty();
    }

    @Test
    void an_etag_belongs_to_one_state() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.of("\"1\""), NOON);

        assertThat(known().etag()).contains("\"1\"");
        shown(state(4, "two"));
        assertThat(known().etag()).isEmpty();
    }

    @Test
    void an_answer_that_says_unmodified_moves_the_time_alone() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.of("\"1\""), NOON);
        cache.markUnchanged(known(), NOON.plusSeconds(60));

        assertThat(known().lastSeenAt()).contains(NOON.plusSeconds(60));
        assertThat(known().etag()).contains("\"1\"");
        assertThat(known().hasDigest(ONE)).isTrue();
    }

    @Test
    void an_answer_that_gives_no_etag_any_more_takes_the_old_one_away() {
        shown(state(3, "one"));
        cache.markUnchanged(known(), ONE, Optional.of("\"1\""), NOON);
        cache.markUnchanged(known(), ONE, Optional.empty(), NOON);

        assertThat(known().etag()).isEmpty();
    }

    /** A cache on the way can answer 304 for ever; then no change would be seen. */
    @Test
    void a_304_is_believed_for_six_hours_at_most() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        KnownStateCache timed = new KnownStateCache(store, nanos::get);
        shown(state(3, "one"));
        timed.markUnchanged(timed.recall(TARGET).orElseThrow(), ONE, Optional.of("\"1\""), NOON);
        assertThat(timed.etagToAskWith(timed.recall(TARGET).orElseThrow())).contains("\"1\"");
        nanos.addAndGet(Duration.ofHours(3).toNanos() - 1);
        assertThat(timed.etagToAskWith(timed.recall(TARGET).orElseThrow())).contains("\"1\"");
        timed.markUnchanged(timed.recall(TARGET).orElseThrow(), NOON.plusSeconds(60));
        nanos.addAndGet(Duration.ofHours(3).toNanos() + 1);
        assertThat(timed.etagToAskWith(timed.recall(TARGET).orElseThrow())).isEmpty();

        timed.markUnchanged(timed.recall(TARGET).orElseThrow(), ONE, Optional.of("\"1\""), NOON);
        assertThat(timed.etagToAskWith(timed.recall(TARGET).orElseThrow())).contains("\"1\"");
    }
}
