package io.armwatch.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.SimulatorClient.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the documentation's examples of errors and tokens do. */
final class ErrorExamples {
    private static final Pattern CLAIMS = Pattern.compile("error=\"insufficient_claims\", claims=\"([^\"]+)\"");

    private ErrorExamples() {}

    static void addTo(Map<String, Consumer<FaultySimulator>> all) {
        all.put("a busy server, now and then", ErrorExamples::nowAndThen);
        all.put("Retry-After as a date", r -> {
            assertThat(r.maps().header("Retry-After")).isEqualTo("Sat, 21 Nov 2026 10:00:30 GMT");
            assertThat(r.maps().status()).isEqualTo(200);
        });
        all.put("a 429 storm in one Azure subscription", ErrorExamples::storm);
        all.put("a time window by the calendar", r -> {
            assertThat(r.batch().status()).isEqualTo(200);
            r.forward(60);
            assertThat(r.batch().code()).isEqualTo("InternalServerError");
            r.forward(60);
            assertThat(r.batch().status()).isEqualTo(200);
        });
        all.put("the certificates feature is gone", r -> {
            Reply gone = r.client.get(FaultySimulator.CERTIFICATES);
            assertThat(gone.status()).isEqualTo(400);
            assertThat(gone.code()).isEqualTo("CertificateRetired");
            assertThat(r.batch().status()).isEqualTo(200);
        });
        all.put("a disabled Azure subscription refuses every write", r -> {
            assertThat(r.listKeys().status()).isEqualTo(409);
            assertThat(r.maps().status()).isEqualTo(200);
        });
        all.put("listKeys is not allowed", r -> {
            assertThat(r.listKeys().code()).isEqualTo("AuthorizationFailed");
            assertThat(r.maps().status()).isEqualTo(200);
        });
        all.put(
                "a 404 at every other call of a resource",
                r -> assertThat(IntStream.range(0, 4).map(i -> r.batch().status()))
                        .containsExactly(200, 404, 200, 404));
        all.put("out of the budget of reads", r -> {
            assertThat(r.batch().header("x-ms-ratelimit-remaining-subscription-reads"))
                    .isEqualTo("0");
            assertThat(r.listKeys().header("x-ms-ratelimit-remaining-subscription-writes"))
                    .isEqualTo("0");
        });
        tokens(all);
    }

    private static void tokens(Map<String, Consumer<FaultySimulator>> all) {
        all.put("the token is revoked in the middle of a scan", ErrorExamples::revoked);
        all.put("tokens die early", r -> {
            Reply token = r.token();
            assertThat(r.bearing(token).status()).isEqualTo(200);
            r.forward(20);
            assertThat(r.bearing(token).status()).isEqualTo(401);
            assertThat(r.bearing(r.token()).status()).isEqualTo(200);
        });
        all.put("one claims challenge", r -> {
            assertThat(challenge(r.batch())).contains("\"nbf\"");
            assertThat(r.batch().status()).isEqualTo(200);
        });
        all.put("no token to be had", r -> {
            assertThat(r.token().status()).isEqualTo(500);
            r.forward(60);
            assertThat(r.token().status()).isEqualTo(200);
        });
    }

    private static void nowAndThen(FaultySimulator r) {
        long busy = IntStream.range(0, 200)
                .mapToObj(i -> r.batch())
                .filter(reply -> reply.status() == 503)
                .peek(reply -> assertThat(reply.header("Retry-After")).isEqualTo("2"))
                .count();
        assertThat(busy).isBetween(20L, 60L);
    }

    private static void storm(FaultySimulator r) {
        assertThat(r.batch().status()).isEqualTo(200);
        r.forward(10);
        assertThat(r.batch().status()).isEqualTo(429);
        assertThat(r.batch().header("Retry-After")).isEqualTo("7");
        r.forward(30);
        assertThat(r.batch().status()).isEqualTo(200);
    }

    private static void revoked(FaultySimulator r) {
        Reply token = r.token();
        assertThat(r.bearing(token).status()).isEqualTo(200);
        assertThat(r.bearing(token).status()).isEqualTo(200);
        assertThat(challenge(r.bearing(token))).contains("{\"access_token\":{\"nbf\":{\"essential\":true");
        assertThat(r.bearing(token).status()).isEqualTo(401);
        assertThat(r.bearing(r.token()).status()).isEqualTo(200);
    }

    private static String challenge(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        var claims = CLAIMS.matcher(reply.header("WWW-Authenticate"));
        assertThat(claims.find()).isTrue();
        return new String(Base64.getDecoder().decode(claims.group(1)), StandardCharsets.UTF_8);
    }
}
