package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.armwatch.azure.Credential.NoTokenException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CredentialTest {
    private static final String CLAIMS = "{\"access_token\":{}}";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Issuer issuer = new Issuer();
    private final CachedCredential credential =
            new CachedCredential(() -> issuer, "https://management.azure.com/.default", now::get, Optional::empty);

    /** Gives a new token each time. */
    private static final class Issuer implements TokenCredential {
        private final List<TokenRequestContext> asked = Collections.synchronizedList(new ArrayList<>());
        private boolean refuses;

        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
            return Mono.fromCallable(() -> {
                asked.add(request);
                if (refuses) {
                    throw new IllegalStateException("no\u001b[2J\nsecond line");
                }
                return new AccessToken(
                        "t" + asked.size(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
            });
        }

        TokenRequestContext last() {
            return Objects.requireNonNull(asked.get(asked.size() - 1));
        }
    }

    @Test
    void a_valid_token_is_requested_once() throws Exception {
        assertThat(credential.authorization()).contains("Bearer t1");
        assertThat(credential.authorization()).contains("Bearer t1");
        assertThat(issuer.last().getScopes()).containsExactly("https://management.azure.com/.default");
    }

    @Test
    void a_token_that_arm_refused_is_replaced_for_all_that_follow() throws Exception {
        credential.authorization();

        assertThat(credential.renew("Bearer t1", Optional.empty())).contains("Bearer t2");
        assertThat(credential.authorization()).contains("Bearer t2");
    }

    @Test
    void callers_refused_with_the_same_token_get_the_same_new_one() throws Exception {
        credential.authorization();
        for (int i = 0; i < 5; i++) {
            assertThat(credential.renew("Bearer t1", Optional.empty())).contains("Bearer t2");
        }

        assertThat(issuer.asked).hasSize(2);
    }

    @Test
    void all_callers_refused_at_once_get_the_same_new_token() throws Exception {
        credential.authorization();
        List<Optional<String>> renewed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                try {
                    renewed.add(credential.renew("Bearer t1", Optional.empty()));
                } catch (NoTokenException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(renewed).hasSize(8).containsOnly(Optional.of("Bearer t2"));
        assertThat(issuer.asked).hasSize(2);
    }

    @Test
    void what_arm_wants_the_token_to_hold_is_passed_on() throws Exception {
        credential.authorization();
        credential.renew("Bearer t1", Optional.of(CLAIMS));

        assertThat(issuer.last().getClaims()).isEqualTo(CLAIMS);
        assertThat(issuer.last().getScopes()).containsExactly("https://management.azure.com/.default");
    }

    @Test
    void where_no_new_token_can_be_had_the_refusal_says_so_in_one_line_and_is_kept() throws Exception {
        credential.authorization();
        issuer.refuses = true;

        assertThatExceptionOfType(NoTokenException.class)
                .isThrownBy(() -> credential.renew("Bearer t1", Optional.empty()))
                .withMessageNotContaining("second line")
                .withMessageNotContaining("\u001b");
        assertThatExceptionOfType(NoTokenException.class).isThrownBy(credential::authorization);
        assertThat(issuer.asked).hasSize(2);
    }

    @Test
    void without_a_credential_there_is_nothing_to_renew() throws Exception {
        assertThat(Credential.none().renew("Bearer t1", Optional.of(CLAIMS))).isEmpty();
    }

    private Optional<String> refused() throws NoTokenException {
        return credential.renew(credential.authorization().orElseThrow(), Optional.empty());
    }

    @Test
    void fresh_tokens_that_are_refused_too_are_requested_at_growing_intervals() throws Exception {
        credential.authorization();
        for (int second = 0; second < 3600; second++) {
            refused();
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(issuer.asked).hasSizeBetween(6, 10);
    }

    @Test
    void a_token_that_is_refused_after_a_long_quiet_time_is_replaced_at_once() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(refused()).isPresent();
            now.addAndGet(Duration.ofHours(1).toNanos());
        }
    }

    @Test
    void a_failure_is_kept_for_twenty_seconds_of_a_clock_that_never_steps() throws Exception {
        issuer.refuses = true;
        assertThatExceptionOfType(NoTokenException.class).isThrownBy(credential::authorization);
        issuer.refuses = false;
        now.addAndGet(Duration.ofSeconds(20).toNanos() - 1);
        assertThatExceptionOfType(NoTokenException.class).isThrownBy(credential::authorization);
        now.addAndGet(1);

        assertThat(credential.authorization()).isPresent();
    }
}
