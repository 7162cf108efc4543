package io.armwatch.outlet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.Fault;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook sends, and what it makes of the answer. */
final class WebhookTest {
    private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /** Computed by Python's hmac. */
    @ParameterizedTest
    @ValueSource(strings = {SECRET, "whsec_" + SECRET})
    void requests_are_signed_as_standard_webhooks_says(String secret) {
        assertThat(WebhookSecrets.parse(secret).signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void two_secrets_make_two_signatures() {
        String[] both = WebhookSecrets.parse(SECRET + " whsec_" + "A".repeat(32))
                .signature("id", 1, BODY)
                .split(" ");

        assertThat(both).hasSize(2).doesNotHaveDuplicates();
        assertThat(both[0]).isEqualTo(WebhookSecrets.parse(SECRET).signature("id", 1, BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2hunter2hunter2hunter2hunter2!", "AAAA", "whsec_"})
    void a_secret_that_is_none_is_refused_and_not_shown(String secret) {
        assertThatThrownBy(() -> WebhookSecrets.parse(secret))
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining(secret.equals("whsec_") ? "\0" : secret);
    }

    /** The example in docs/outlets.md verifies what armwatch signs, and nothing else. */
    @Test
    void the_documented_check_accepts_genuine_requests_only() throws IOException, InterruptedException {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "Python is not installed");
        Matcher code = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "outlets.md")));
        assertThat(code.find()).isTrue();
        long now = System.currentTimeMillis() / 1000;
        String signatures = WebhookSecrets.parse("A".repeat(32) + " " + SECRET).signature("x", now, BODY);
        String test =
                code.group(1) + "\nh = {'webhook-id': 'x', 'webhook-timestamp': '" + now + "', 'webhook-signature': '"
                        + signatures + "'}\nbody = b'" + new String(BODY, UTF_8)
                        + "'\nold = dict(h, **{'webhook-timestamp': '1'})\n"
                        + "print(is_genuine('whsec_" + SECRET + "', h, body), is_genuine('" + SECRET
                        + "', h, body + b' '), is_genuine('" + "B".repeat(32) + "', h, body), is_genuine('" + SECRET
                        + "', old, body))";

        Process process = new ProcessBuilder(python.toString(), "-c", test)
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("True False False False\n");
        assertThat(process.waitFor()).isZero();
    }

    private static Webhook webhook(String url) {
        Webhook webhook = new Webhook();
        webhook.setUrl(url);
        return webhook;
    }

    /** The template is no route of outlets: it has no endpoint of events. */
    private static Route route() {
        return (Route) Proxy.newProxyInstance(
                WebhookTest.class.getClassLoader(), new Class<?>[] {Route.class}, (proxy, method, arguments) -> null);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void a_request_needs_time(long millis) {
        Webhook webhook = webhook("https://hooks.example.com");
        webhook.setTimeout(Duration.ofMillis(millis));

        assertThatThrownBy(() -> webhook.onInit(route())).hasMessageContaining("timeout must be a time such as 30s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hooks.example.com", "http://127.example.com", "http://localhost.example.com"})
    void authorization_goes_to_no_other_machine_in_clear_text(String url) {
        Webhook webhook = webhook(url);
        webhook.setAuthorization("Bearer of-good-news");

        assertThatThrownBy(() -> webhook.onInit(route())).hasMessageContaining("authorization needs an url with https");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 299})
    void an_event_is_delivered_by_any_success(int status) {
        assertThat(failure(status, Optional.empty())).isEmpty();
    }

    private static Optional<Failure> failure(int status, Optional<String> retryAfter) {
        return new WebhookAnswer(status, retryAfter, Optional.empty()).failure("host", NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "400, EVENT",
        "413, EVENT",
        "415, EVENT",
        "422, EVENT",
        "410, GONE",
        "401, TARGET",
        "403, TARGET",
        "404, TARGET",
        "408, TARGET",
        "425, TARGET",
        "429, TARGET",
        "503, TARGET",
        "502, TARGET",
        "301, TARGET",
        "307, TARGET",
        "100, TARGET",
        "500, UNKNOWN",
        "501, UNKNOWN",
        "409, UNKNOWN",
        "418, UNKNOWN",
        "599, UNKNOWN"
    })
    void an_answer_says_whose_fault_it_is(int status, Fault fault) {
        assertThat(failure(status, Optional.empty()))
                .hasValueSatisfying(each -> assertThat(each.fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"429 | 7 | 7", "503 | Fri, 02 Jan 2026 03:05:05 GMT | 60", "500 | 7 | -1", "429 | soon | -1"})
    void a_retry_after_counts_where_the_target_cannot_be_used(int status, String retryAfter, long seconds) {
        Optional<Duration> wait =
                failure(status, Optional.of(retryAfter)).orElseThrow().retryAfter();

        assertThat(wait.map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
    }
}
