package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Change;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.CertificateRefreshFailed;
import io.armwatch.change.How;
import io.armwatch.change.Incident;
import io.armwatch.change.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefreshFailuresTest {
    private static final Optional<Timestamp> THEN = Optional.of(new Timestamp("2026-11-21T10:00:00Z"));
    private static final Optional<Timestamp> LATER = Optional.of(new Timestamp("2026-11-21T14:00:00Z"));
    private static final String SECRET = "https://vault.vault.azure.net/secrets/a";

    private List<Incident> open = List.of();

    private static RefreshStatus status(String host, String code, Optional<Timestamp> at) {
        return new RefreshStatus(
                Optional.of(host).filter(name -> !name.isEmpty()),
                !code.equals("Success"),
                Optional.of(code),
                Optional.of("words"),
                at,
                Optional.of("ab"),
                Optional.of(host).filter(name -> !name.isEmpty()),
                Optional.of(SECRET),
                Set.of("/lastStatus"));
    }

    private List<Change> follow(RefreshStatus... present) {
        IncidentOutcome outcome = RefreshFailures.follow(open, List.of(present));
        open = outcome.open();
        return outcome.changes().stream().map(NamedChange::change).toList();
    }

    private static Change recovered(String subject, How how, Optional<Timestamp> at) {
        return new CertificateRecovered(
                Optional.of(subject),
                Optional.of("ab"),
                Optional.empty(),
                Optional.empty(),
                at,
                Incident.REFRESH_FAILED,
                how);
    }

    @Test
    void a_failure_is_reported_once_and_again_with_another_code() {
        assertThat(follow(status("", "Forbidden", THEN)))
                .containsExactly(new CertificateRefreshFailed(
                        Optional.of("keyVault"),
                        Optional.of("ab"),
                        Optional.empty(),
                        Optional.of(SECRET),
                        Optional.of("Forbidden"),
                        Optional.of("words"),
                        THEN));
        assertThat(follow(status("", "Forbidden", LATER))).isEmpty();
        assertThat(follow(status("", "NotFound", LATER))).hasSize(1);
        assertThat(open).singleElement().extracting(Incident::attempt).isEqualTo(2);
    }

    @Test
    void it_ends_once_when_a_refresh_succeeds() {
        assertThat(follow(status("", "Success", THEN))).isEmpty();
        follow(status("", "Forbidden", THEN));

        assertThat(follow(status("", "Success", LATER))).containsExactly(recovered("keyVault", How.SUCCEEDED, LATER));
        assertThat(follow(status("", "Success", LATER))).isEmpty();
        assertThat(open).isEmpty();
    }

    @Test
    void each_host_name_fails_by_itself_and_ends_when_it_is_gone() {
        follow(status("one", "Forbidden", THEN), status("two", "Forbidden", THEN), status("three", "Success", THEN));
        assertThat(open).hasSize(2);

        assertThat(follow(status("two", "Success", LATER)))
                .containsExactly(
                        recovered("two/keyVault", How.SUCCEEDED, LATER),
                        recovered("one/keyVault", How.DELETED, Optional.empty()));
    }

    @Test
    void with_the_resource_gone_it_ends_too_and_other_incidents_are_left_alone() {
        follow(status("", "Forbidden", THEN));

        assertThat(Incident.endAll(open, How.UNWATCHED))
                .containsExactly(recovered("keyVault", How.UNWATCHED, Optional.empty()));
        Incident other = new Incident(
                Incident.UNREADABLE, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(RefreshFailures.follow(List.of(other), List.of()).changes()).isEmpty();
    }
}
