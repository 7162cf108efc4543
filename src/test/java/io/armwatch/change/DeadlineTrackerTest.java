package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Change.CertificateExpired;
import io.armwatch.change.Change.CertificateExpiring;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.CertificateRenewed;
import io.armwatch.change.Change.KeyExpiring;
import io.armwatch.change.Change.KeyRecovered;
import io.armwatch.change.Change.KeyRotationOverdue;
import io.armwatch.change.Change.SubscriptionExpiryDue;
import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.change.Deadline.KeyExpiry;
import io.armwatch.change.Deadline.SubscriptionExpiry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What time alone reports, and how often. */
class DeadlineTrackerTest {
    private static final Instant END = Instant.parse("2027-03-01T12:00:00Z");
    private static final TimePolicy NINETY = new TimePolicy(List.of(30, 14, 7, 1), Optional.of(90));

    private TimePolicy policy = TimePolicy.DEFAULT;
    private List<Deadline> known = List.of();
    private List<Incident> open = List.of();

    private static Instant before(Instant end, double days) {
        return end.minus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    private static CertificateExpiry certificate(String thumbprint, Instant end) {
        return certificate("host", thumbprint, end);
    }

    private static CertificateExpiry certificate(String part, String thumbprint, Instant end) {
        return new CertificateExpiry(
                Optional.of(part),
                Optional.of(thumbprint),
                Optional.of("CN=x"),
                Optional.empty(),
                Optional.empty(),
                Timestamp.of(end),
                Set.of("/notAfter"));
    }

    private static KeyExpiry key(String version, Instant end) {
        return new KeyExpiry("key", Optional.empty(), Optional.of(version), Timestamp.of(end), Set.of("/exp"));
    }

    private static KeyAge age(Instant rotated, Integer... policy) {
        return new KeyAge(
                "key1", Timestamp.of(rotated), List.of(policy).stream().findFirst());
    }

    private static SubscriptionExpiry date(Instant end, String state) {
        return new SubscriptionExpiry(Timestamp.of(end), Optional.of(state), Set.of());
    }

    private List<Change> see(Instant now, Deadline... deadlines) {
        TimeOutcome outcome = DeadlineTracker.see(policy, known, List.of(deadlines), open, now);
        known = List.of(deadlines);
        return changes(outcome);
    }

    private List<Change> pass(Instant now) {
        Optional<Instant> due = DeadlineTracker.pass(policy, known, open, now.minus(Duration.ofDays(4000)))
                .next();
        TimeOutcome outcome = DeadlineTracker.pass(policy, known, open, now);
        boolean isDue = due.filter(at -> !at.isAfter(now)).isPresent();
        assertThat(isDue || names(List.copyOf(changes(outcome))).stream().allMatch(name -> name.endsWith("extended")))
                .as("the index knows that something is due at %s: %s", now, due)
                .isTrue();
        outcome.next().ifPresent(next -> assertThat(next).isAfter(now));
        return changes(outcome);
    }

    private List<Change> changes(TimeOutcome outcome) {
        open = outcome.open();
        return outcome.changes().stream().map(TimeOutcome.TimeChange::change).toList();
    }

    /** What is reported, as type and tier. */
    private static List<String> names(List<Change> changes) {
        List<String> names = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof CertificateExpiring it) {
                names.add("expiring " + it.tier());
            } else if (change instanceof KeyExpiring it) {
                names.add("expiring " + it.tier());
            } else if (change instanceof SubscriptionExpiryDue it) {
                names.add("due " + it.tier());
            } else if (change instanceof KeyRecovered it) {
                names.add(it.recoveredFrom() + " " + it.how().text());
            } else if (change instanceof CertificateRecovered it) {
                names.add(it.recoveredFrom() + " " + it.how().text());
            } else {
                names.add(change.getClass().getSimpleName());
            }
        }
        return names;
    }

    private List<String> days(double... left) {
        List<String> all = new ArrayList<>();
        for (double days : left) {
            List<String> names = names(pass(before(END, days)));
            all.add(names.isEmpty() ? "-" : String.join("+", names));
        }
        return all;
    }

    @Test
    void each_tier_is_reported_once_and_the_expiry_once() {
        assertThat(see(before(END, 40), certificate("a", END))).isEmpty();

        assertThat(days(30.001, 30, 29, 14.5, 14, 13, 7, 2, 1, 0.5, 0, -1, -400))
                .containsExactly(
                        "-",
                        "expiring 30",
                        "-",
                        "-",
                        "expiring 14",
                        "-",
                        "expiring 7",
                        "-",
                        "expiring 1",
                        "-",
                        "CertificateExpired",
                        "-",
                        "-");
        assertThat(open).singleElement().satisfies(incident -> {
            assertThat(incident.type()).isEqualTo(Incident.EXPIRED);
            assertThat(incident.attempt()).isEqualTo(5);
        });
    }

    @Test
    void the_events_say_what_expires_and_when() {
        assertThat(see(before(END, 13.5), certificate("a", END)))
                .containsExactly(new CertificateExpiring(
                        Optional.of("host"),
                        Optional.of("a"),
                        Optional.of("CN=x"),
                        Optional.empty(),
                        Optional.empty(),
                        Timestamp.of(END),
                        14,
                        14));
        assertThat(pass(before(END, -3.5)))
                .containsExactly(new CertificateExpired(
                        Optional.of("host"),
                        Optional.of("a"),
                        Optional.of("CN=x"),
                        Optional.empty(),
                        Optional.empty(),
                        Timestamp.of(END),
                        -3,
                        0));
    }

    @Test
    void a_certificate_first_seen_inside_a_tier_reports_that_tier_only() {
        assertThat(names(see(before(END, 5), certificate("a", END)))).containsExactly("expiring 7");
        assertThat(days(5, 1)).containsExactly("-", "expiring 1");
    }

    @Test
    void a_certificate_that_is_first_seen_when_it_has_expired_is_reported_as_such_only() {
        assertThat(names(see(before(END, -500), certificate("a", END)))).containsExactly("CertificateExpired");
    }

    @Test
    void a_clock_that_jumps_over_tiers_reports_the_present_one_only() {
        see(before(END, 40), certificate("a", END));

        assertThat(days(3, 30, 10, 3, -30, 3, -30))
                .containsExactly("expiring 7", "-", "-", "-", "CertificateExpired", "-", "-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    60,30,14,7,1 | -
                    60           | -
                    20,10        | -
                    30,14,12,7,1 | expiring 12
                    """)
    void changed_tiers_report_no_tier_that_is_longer_than_the_reported_one(String tiers, String reported) {
        see(before(END, 13), certificate("a", END));
        policy = new TimePolicy(
                List.of(tiers.split(",", -1)).stream().map(Integer::valueOf).toList(), Optional.empty());

        assertThat(days(11.5, 11.5)).containsExactly(reported, "-");
        assertThat(open).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"b, 0", "b, -1", "b, 400", "a, 400"})
    void another_certificate_or_a_later_end_is_a_renewal_that_ends_the_incident(String thumbprint, int days) {
        see(before(END, 1), certificate("a", END));
        Instant end = END.plus(Duration.ofDays(days));

        List<Change> changes = see(before(END, 1), certificate(thumbprint, end));

        assertThat(changes)
                .first()
                .isEqualTo(new CertificateRenewed(
                        Optional.of("host"),
                        Optional.of(thumbprint),
                        Optional.of("a"),
                        Timestamp.of(end),
                        Timestamp.of(END)));
        assertThat(open).hasSize(days > 0 ? 0 : 1);
        assertThat(changes).hasSize(days > 0 ? 1 : 2);
    }

    @Test
    void after_a_renewal_the_tiers_start_anew() {
        see(before(END, 13), certificate("a", END));
        Instant later = END.plus(Duration.ofDays(10));

        assertThat(names(see(before(END, 13), certificate("b", later))))
                .containsExactly("CertificateRenewed", "expiring 30");
        assertThat(open).singleElement().satisfies(incident -> {
            assertThat(incident.attempt()).isEqualTo(1);
            assertThat(incident.thumbprint()).contains("b");
        });
        assertThat(days(5, 4, 3)).containsExactly("-", "expiring 14", "-");
    }

    @Test
    void a_renewal_is_reported_also_if_nothing_was_expiring() {
        see(before(END, 100), certificate("a", END));

        assertThat(names(see(before(END, 100), certificate("B", END)))).containsExactly("CertificateRenewed");
    }

    @Test
    void the_spelling_of_a_thumbprint_or_an_earlier_end_is_no_renewal() {
        see(before(END, 13), certificate("a", END));

        assertThat(see(before(END, 13), certificate("A", END))).isEmpty();
        assertThat(names(see(before(END, 13), certificate("A", before(END, 8)))))
                .containsExactly("expiring 7");
    }

    @Test
    void a_part_that_is_gone_ends_its_incident_and_no_other() {
        see(before(END, 5), certificate("one", "a", END), certificate("two", "b", END), certificate("x", "c", END));

        List<Change> changes = see(before(END, 5), certificate("TWO", "b", END));

        assertThat(names(changes)).containsExactly("expiring deleted", "expiring deleted");
        assertThat(changes).map(Change::part).containsExactly(Optional.of("one"), Optional.of("x"));
        assertThat(open).map(Incident::part).containsExactly(Optional.of("two"));
    }

    @Test
    void two_certificates_of_one_part_count_as_one_that_ends_first() {
        assertThat(names(see(before(END, 5), certificate("b", END.plusSeconds(9)), certificate("a", END))))
                .containsExactly("expiring 7");
    }

    @Test
    void a_deadline_that_cannot_be_read_while_time_passes_ends_nothing() {
        see(before(END, 5), certificate("a", END));
        known = List.of();

        assertThat(DeadlineTracker.pass(policy, List.of(), open, before(END, 1)).open())
                .isEqualTo(open);
    }

    @Test
    void a_key_with_another_version_is_rotated_and_one_with_a_later_end_extended() {
        assertThat(names(see(before(END, 5), key("1", END)))).containsExactly("expiring 7");
        assertThat(names(see(before(END, 5), key("1", END.plusSeconds(1)))))
                .containsExactly("expiring extended", "expiring 7");
        assertThat(names(see(before(END, -1), key("1", END.plusSeconds(1))))).containsExactly("KeyExpired");

        List<Change> changes = see(before(END, -1), key("2", END.plus(Duration.ofDays(365))));
        assertThat(changes)
                .containsExactly(new KeyRecovered(
                        Optional.empty(),
                        "expired",
                        How.ROTATED,
                        Optional.empty(),
                        Optional.of("1"),
                        Optional.empty()));
        assertThat(open).isEmpty();
    }

    @Test
    void a_key_that_is_replaced_in_good_time_has_nothing_to_recover_from() {
        see(before(END, 50), key("1", END));

        assertThat(see(before(END, 50), key("2", END.plus(Duration.ofDays(365)))))
                .isEmpty();
    }

    @Test
    void a_key_without_an_expiry_any_more_is_extended_unless_its_version_shows_a_rotation() {
        see(before(END, 5), key("1", END));
        List<Incident> expiring = open;
        assertThat(names(see(before(END, 5)))).containsExactly("expiring extended");

        open = expiring;
        assertThat(names(see(before(END, 5), KeyExpiry.never("key", Optional.empty(), Optional.of("1")))))
                .containsExactly("expiring extended");

        open = expiring;
        assertThat(names(see(before(END, 5), KeyExpiry.never("key", Optional.empty(), Optional.of("2")))))
                .containsExactly("expiring rotated");
        assertThat(days(-3000)).containsExactly("-");
    }

    @Test
    void an_old_key_is_reported_once_for_each_rotation() {
        policy = NINETY;
        assertThat(see(END, age(END))).isEmpty();

        assertThat(days(-89.99, -90, -91, -500)).containsExactly("-", "KeyRotationOverdue", "-", "-");
        Instant rotated = END.plus(Duration.ofDays(500));
        assertThat(see(rotated, age(rotated)))
                .containsExactly(new KeyRecovered(
                        Optional.of("key1"),
                        "rotation-overdue",
                        How.ROTATED,
                        Optional.of("key1"),
                        Optional.empty(),
                        Optional.of(Timestamp.of(rotated))));
        assertThat(days(-589, -590)).containsExactly("-", "KeyRotationOverdue");
    }

    @Test
    void a_resource_s_own_policy_goes_before_the_setting() {
        policy = NINETY;

        assertThat(see(END.plus(Duration.ofDays(95)), age(END, 30)))
                .containsExactly(new KeyRotationOverdue("key1", Timestamp.of(END), 95, 30, "azure"));
        open = List.of();
        assertThat(see(END.plus(Duration.ofDays(95)), age(END, 100))).isEmpty();
        assertThat(see(END.plus(Duration.ofDays(95)), age(END)))
                .containsExactly(new KeyRotationOverdue("key1", Timestamp.of(END), 95, 90, "armwatch"));
    }

    @Test
    void without_a_rule_no_key_is_too_old() {
        assertThat(see(END.plus(Duration.ofDays(9999)), age(END), age(END, 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "200"})
    void a_longer_rule_or_none_extends_an_overdue_key(int days) {
        policy = NINETY;
        see(END.plus(Duration.ofDays(95)), age(END));
        policy = new TimePolicy(List.of(1), Optional.of(days).filter(rule -> rule > 0));

        assertThat(days(-95, -96)).containsExactly("rotation-overdue extended", "-");
        assertThat(days(-200)).containsExactly(days == 0 ? "-" : "KeyRotationOverdue");
    }

    @ParameterizedTest
    @ValueSource(ints = {94, 89, 10})
    void a_rule_that_leaves_a_key_overdue_changes_nothing(int days) {
        policy = NINETY;
        see(END.plus(Duration.ofDays(95)), age(END));
        policy = new TimePolicy(List.of(1), Optional.of(days));

        assertThat(days(-95)).containsExactly("-");
    }

    @Test
    void a_clock_that_steps_back_makes_no_key_younger() {
        policy = NINETY;
        see(END.plus(Duration.ofDays(95)), age(END));

        assertThat(days(-10, -95)).containsExactly("-", "-");
    }

    @Test
    void a_key_that_nobody_can_use_any_more_is_not_overdue() {
        policy = NINETY;
        see(END.plus(Duration.ofDays(95)), age(END));

        assertThat(names(see(END.plus(Duration.ofDays(95))))).containsExactly("rotation-overdue extended");
    }

    @Test
    void a_subscription_s_date_is_a_notice_that_ends_without_an_event() {
        assertThat(names(see(before(END, 5), date(END, "active")))).containsExactly("due 7");
        assertThat(days(5, 1, 0, -9)).containsExactly("-", "due 1", "due 0", "-");
        assertThat(Incident.endAll(open, How.DELETED)).isEmpty();

        assertThat(see(before(END, -9), date(END.plus(Duration.ofDays(365)), "active")))
                .isEmpty();
        assertThat(open).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "Expired", "rejected"})
    void the_date_of_a_subscription_that_cannot_be_used_is_not_due(String state) {
        assertThat(see(before(END, 5), date(END, state))).isEmpty();
        assertThat(days(-5)).containsExactly("-");

        assertThat(names(see(before(END, 5), date(END, "active")))).containsExactly("due 7");
        assertThat(see(before(END, 5), date(END, state))).isEmpty();
        assertThat(see(before(END, 5), date(END, "suspended"))).isEmpty();
    }

    @Test
    void what_ends_when_the_resource_goes_has_the_subject_and_topic_of_what_began() {
        policy = NINETY;
        see(END.plus(Duration.ofDays(95)), certificate("a", END), key("1", END), age(END), date(END, "active"));

        List<Change> ends = Incident.endAll(open, How.UNWATCHED);

        assertThat(names(ends))
                .containsExactlyInAnyOrder("expired unwatched", "expired unwatched", "rotation-overdue unwatched");
        assertThat(ends).filteredOn(KeyRecovered.class::isInstance).hasSize(2);
        assertThat(ends)
                .map(Change::part)
                .containsExactlyInAnyOrder(Optional.of("host"), Optional.empty(), Optional.of("key1"));
    }

    @Test
    void a_time_that_azure_writes_for_not_set_is_no_deadline() {
        Timestamp unset = new Timestamp("9999-12-31T23:59:59Z");
        assertThat(see(
                        END,
                        new SubscriptionExpiry(unset, Optional.empty(), Set.of()),
                        new KeyAge("k", new Timestamp("0001-01-01T00:00:00Z"), Optional.of(1))))
                .isEmpty();
    }
}
