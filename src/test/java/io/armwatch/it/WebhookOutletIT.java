package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.network.TlsServer;
import io.armwatch.it.WebhookReceiver.Answer;
import io.armwatch.it.WebhookReceiver.Behaviour;
import io.armwatch.it.WebhookReceiver.Request;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Outlets to receivers of webhooks that do whatever receivers do. */
final class WebhookOutletIT {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a".repeat(32).getBytes(UTF_8));
    private static final String OLD_SECRET =
            Base64.getEncoder().encodeToString("b".repeat(24).getBytes(UTF_8));

    private final OutletFixture outlets = new OutletFixture();
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void close() {
        outlets.close();
        receiver.close();
    }

    private void awaitAll(List<String> ids) {
        Awaitility.await("all events").until(() -> receiver.ids().size() >= ids.size());
        assertThat(receiver.ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** The numbers of the events of each resource, in the order in which the receiver took them first. */
    private static Map<String, List<Integer>> byResource(List<Request> requests) {
        return requests.stream()
                .collect(Collectors.groupingBy(
                        each -> each.event().path("source").asText(),
                        Collectors.mapping(each -> each.event().at("/data/n").asInt(), Collectors.toList())));
    }

    private static void assertOrdered(List<Request> requests) {
        byResource(requests)
                .values()
                .forEach(numbers ->
                        assertThat(numbers.stream().distinct().toList()).isSorted());
    }

    @Test
    void an_event_is_posted_as_a_signed_cloudevent() throws Exception {
        outlets.webhook(
                        "crm",
                        receiver.url(),
                        "secret",
                        SECRET + " " + OLD_SECRET,
                        "authorization",
                        "Bearer of-good-news")
                .start();
        String id = outlets.write("/subscriptions/s/größe");
        Awaitility.await("the event").until(() -> receiver.ids().contains(id));

        Request request = receiver.taken().get(0);
        assertThat(request.header("Content-Type")).isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(request.event().path("id").asText()).isEqualTo(id);
        assertThat(request.header("Authorization")).isEqualTo("Bearer of-good-news");
        assertThat(request.header("User-Agent")).startsWith("armwatch/");
        assertThat(request.header("webhook-signature"))
                .isEqualTo("v1," + signature(SECRET.substring(6), request) + " v1," + signature(OLD_SECRET, request));
        long age = System.currentTimeMillis() / 1000 - Long.parseLong(request.header("webhook-timestamp"));
        assertThat(age).isBetween(0L, 120L);
    }

    private static String signature(String secret, Request request) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
        mac.update((request.header("webhook-id") + "." + request.header("webhook-timestamp") + ".").getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(request.body()));
    }

    @Test
    void in_binary_mode_the_attributes_are_headers() {
        outlets.webhook("crm", receiver.url(), "mode", "binary").start();
        String id = outlets.write("/subscriptions/s/größe");
        Awaitility.await("the event").until(() -> receiver.ids().contains(id));

        Request request = receiver.taken().get(0);
        assertThat(request.header("ce-id")).isEqualTo(id);
        assertThat(request.header("ce-type")).isEqualTo("io.armwatch.key.rotated.v1");
        assertThat(request.header("ce-time")).isEqualTo("2026-01-02T03:04:00Z");
        assertThat(request.header("ce-partitionkey")).isEqualTo("/subscriptions/s/gr%C3%B6%C3%9Fe");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.event().path("text").asText()).isEqualTo("größer");
        assertThat(request.header("webhook-signature")).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure("429 with Retry-After", (request, n) -> Answer.of(429, "Retry-After", "1")),
                failure("503", (request, n) -> Answer.of(503)),
                failure("500", (request, n) -> Answer.of(500)),
                failure("408", (request, n) -> Answer.of(408)),
                failure("425", (request, n) -> Answer.of(425)),
                failure("401", (request, n) -> Answer.of(401)),
                failure("404", (request, n) -> Answer.of(404)),
                failure("a redirect", (request, n) -> Answer.of(307, "Location", "/elsewhere")),
                failure("closes the connection", (request, n) -> Answer.of(0)),
                failure("is slower than the timeout", (request, n) -> {
                    hang(Duration.ofMillis(700));
                    return Answer.of(204);
                }));
    }

    private static Arguments failure(String name, Behaviour behaviour) {
        return Arguments.of(name, behaviour);
    }

    private static void hang(Duration time) throws IOException {
        try {
            var unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Every third request of the first 60 fails. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatever_a_receiver_does_nothing_is_lost_and_the_order_is_kept(String name, Behaviour failing) {
        receiver.behave((request, n) -> n <= 60 && n % 3 == 0 ? failing.answer(request, n) : Answer.of(204));
        outlets.webhook("crm", receiver.url(), "timeout", "500").start();
        List<String> ids = outlets.write(100, 7);

        awaitAll(ids);
        assertOrdered(receiver.taken());
        assertThat(receiver.followed()).isZero();
        assertThat(receiver.all()).hasSizeGreaterThan(100);
        assertThat(outlets.metric("dead_lettered_total", "outlet=\"crm\"")).isZero();
    }

    @Test
    void a_retry_after_is_obeyed_by_the_whole_outlet() {
        receiver.behave((request, n) -> n == 1 ? Answer.of(429, "Retry-After", "3") : Answer.of(204));
        outlets.webhook("crm", receiver.url()).start();
        List<String> ids = new ArrayList<>(outlets.write(1, 1));
        Awaitility.await("the first request").until(() -> receiver.all().size() == 1);
        Awaitility.await("its end").until(() -> outlets.metric("failed_total", "fault=\"target\",outlet=\"crm\"") == 1);
        ids.addAll(outlets.write(10, 10));
        awaitAll(ids);

        assertThat(receiver.all().subList(1, 11))
                .allSatisfy(each -> assertThat(Duration.ofNanos(
                                each.at() - receiver.all().get(0).at()))
                        .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(60)));
    }

    @Test
    void a_receiver_that_is_down_when_armwatch_starts_gets_everything_later_and_health_says_so() {
        receiver.stop();
        outlets.webhook("crm", receiver.url()).start();
        List<String> ids = outlets.write(20, 4);
        Awaitility.await("the problem")
                .until(() -> outlets.armwatch()
                        .text("/observe/health/ready?data=true")
                        .filter(text -> text.contains("Outlet crm cannot deliver: no answer from 127.0.0.1:"))
                        .isPresent());
        assertThat(outlets.armwatch().status("/observe/health/ready")).isEqualTo(200);
        Awaitility.await("the lag").until(() -> outlets.metric("lag_records", "outlet=\"crm\"") >= 20);

        receiver.start();
        awaitAll(ids);
        Awaitility.await("the lag").until(() -> outlets.metric("lag_records", "outlet=\"crm\"") == 0);
        assertThat(outlets.armwatch().text("/observe/health/ready?data=true").orElse(""))
                .doesNotContain("cannot deliver");
    }

    @Test
    void a_dead_outlet_delays_neither_another_one_nor_polling() {
        CountDownLatch never = new CountDownLatch(1);
        receiver.behave((request, n) -> {
            hang(Duration.ofMinutes(5));
            return Answer.of(204);
        });
        try (WebhookReceiver other = new WebhookReceiver()) {
            outlets.webhook("dead", receiver.url()).webhook("well", other.url()).start();
            List<String> ids = outlets.write(5_000, 50);
            Awaitility.await("all events").until(() -> other.ids().size() == ids.size());

            outlets.azure().call("POST", outlets.maps() + "/regenerateKey", "{\"keyType\":\"primary\"}");
            outlets.armwatch().reader().await("key.rotated", outlets.maps());
            Awaitility.await("the rotation")
                    .until(() -> other.taken().stream()
                            .anyMatch(each -> new String(each.body(), UTF_8).contains("accounts/maps1")));
            assertThat(receiver.taken()).isEmpty();
        }
        never.countDown();
    }

    @Test
    void a_receiver_that_wants_no_more_pauses_the_outlet_until_a_restart() {
        receiver.behave((request, n) -> Answer.of(410));
        outlets.webhook("crm", receiver.url(), "options", OutletFixture.FAST + "&concurrency=1");
        try (CapturedLogs logs = new CapturedLogs()) {
            outlets.start();
            List<String> ids = outlets.write(10, 1);
            Awaitility.await("the message")
                    .until(() -> !logs.lines("ERROR", "Outlet crm is paused").isEmpty());
            Awaitility.await("the lag").until(() -> outlets.metric("lag_records", "outlet=\"crm\"") >= 10);
            assertThat(outlets.metric("paused", "outlet=\"crm\"")).isEqualTo(1);
            assertThat(receiver.all()).hasSize(1);

            outlets.armwatch().stop();
            receiver.behave((request, n) -> Answer.of(204));
            outlets.start();
            awaitAll(ids);
            assertThat(receiver.all()).hasSize(11);
        }
    }

    @Test
    void an_event_that_is_refused_goes_to_the_dead_letters_and_can_be_sent_again() {
        List<String> refused = new ArrayList<>();
        receiver.behave((request, n) -> refused.contains(request.id()) ? Answer.of(400) : Answer.of(204));
        outlets.webhook("crm", receiver.url());
        outlets.start();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(outlets.write("/subscriptions/s/resource" + i % 5));
            if (i == 20) {
                refused.addAll(ids.subList(20, 21));
            }
        }
        Awaitility.await("all but one").until(() -> receiver.ids().size() == 49);

        ConsumerRecord<byte[], byte[]> dead = OutletFixture.records(
                        outlets.armwatch().brokers(), outlets.topic("outlet.crm.dead-letters"), 1)
                .get(0);
        assertThat(ReceivedEvent.of(dead).attribute("id")).isEqualTo(ids.get(20));
        assertThat(new String(dead.key(), UTF_8)).isEqualTo("/subscriptions/s/resource0");
        assertThat(ReceivedEvent.of(dead).headers())
                .contains("content-type: application/cloudevents+json", "armwatch-outlet: crm", "armwatch-attempts: 3")
                .anyMatch(each -> each.matches("armwatch-reason: 127\\.0\\.0\\.1:\\d+ answers 400"));
        assertThat(outlets.metric("dead_lettered_total", "outlet=\"crm\"")).isEqualTo(1);
        assertOrdered(receiver.taken());

        outlets.armwatch().stop();
        refused.clear();
        outlets.webhook("crm-again", receiver.url(), "topics", "outlet.crm.dead-letters")
                .start();
        awaitAll(ids);
    }

    @Test
    void an_event_that_always_fails_while_others_are_delivered_goes_to_the_dead_letters() {
        AtomicInteger failed = new AtomicInteger();
        outlets.webhook("crm", receiver.url()).start();
        String poison = outlets.write("/subscriptions/s/poison");
        receiver.behave((request, n) -> {
            boolean bad = request.id().equals(poison);
            failed.addAndGet(bad ? 1 : 0);
            return Answer.of(bad ? 500 : 204);
        });
        String next = outlets.write("/subscriptions/s/poison");
        Awaitility.await("some attempts")
                .until(() -> failed.get() > 12 || receiver.ids().contains(poison));
        String other = outlets.write("/subscriptions/s/other");

        Awaitility.await("the others").until(() -> receiver.ids().containsAll(List.of(next, other)));
        assertThat(OutletFixture.records(outlets.armwatch().brokers(), outlets.topic("outlet.crm.dead-letters"), 1))
                .hasSize(1);
    }

    @Test
    void what_is_no_event_goes_to_the_dead_letters() {
        outlets.webhook("crm", receiver.url()).start();
        outlets.write("key-rotations", "not json");
        awaitAll(outlets.write(5, 5));

        assertThat(OutletFixture.records(outlets.armwatch().brokers(), outlets.topic("outlet.crm.dead-letters"), 1))
                .allSatisfy(each -> assertThat(new String(each.value(), UTF_8)).isEqualTo("not json"));
    }

    @Test
    void only_the_types_and_topics_that_are_asked_for_are_delivered() {
        outlets.webhook(
                        "crm",
                        receiver.url(),
                        "types",
                        "resource.discovered",
                        "topics",
                        "key-rotations,resource-changes")
                .start();
        outlets.write(5, 5);
        Awaitility.await("the discovery").until(() -> !receiver.taken().isEmpty());

        assertThat(receiver.taken())
                .allSatisfy(each ->
                        assertThat(each.event().path("type").asText()).isEqualTo("io.armwatch.resource.discovered.v1"));
        Awaitility.await("the lag").until(() -> outlets.metric("lag_records", "outlet=\"crm\"") == 0);
    }

    @Test
    void a_process_that_is_killed_leaves_nothing_out_and_repeats_with_the_same_ids() {
        receiver.behave((request, n) -> {
            hang(Duration.ofMillis(5));
            return Answer.of(204);
        });
        outlets.webhook("crm", receiver.url());
        try (ArmwatchProcess first = outlets.armwatch().spawn(ArmwatchProcess.Options.ORDINARY)) {
            Awaitility.await("its topics").until(() -> outlets.armwatch().status("/observe/health/ready") == 200);
            List<String> ids = outlets.write(3_000, 20);
            Awaitility.await("some events").until(() -> receiver.taken().size() > 500);
            first.kill();
            assertThat(receiver.ids()).hasSizeLessThan(3_000);
            try (ArmwatchProcess second = outlets.armwatch().spawn(ArmwatchProcess.Options.ORDINARY)) {
                awaitAll(ids);
                assertThat(second.alive()).isTrue();
            }
        }
        assertOrdered(receiver.taken());
        assertThat(receiver.taken()).hasSizeLessThan(4_500);
    }

    @Test
    void two_processes_share_an_outlet() {
        receiver.behave((request, n) -> {
            hang(Duration.ofMillis(5));
            return Answer.of(204);
        });
        outlets.webhook("crm", receiver.url()).start();
        List<String> ids = new ArrayList<>(outlets.write(2_000, 20));
        try (ArmwatchProcess second =
                outlets.armwatch().spawn(ArmwatchProcess.Options.ORDINARY.with("armwatch.http.port", "0"))) {
            Awaitility.await("a second process").until(() -> second.output().contains("armwatch "));
            ids.addAll(outlets.write(2_000, 20));
            awaitAll(ids);
            outlets.armwatch().stop();
            ids.addAll(outlets.write(500, 20));
            awaitAll(ids);
        }
        assertOrdered(receiver.taken());
    }

    @Test
    void a_receiver_with_the_certificate_of_another_host_gets_nothing() {
        AtomicInteger requests = new AtomicInteger();
        try (TlsServer liar = new TlsServer(outlets.armwatch().folder(), "dns:other.example", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        })) {
            outlets.armwatch()
                    .with(
                            "armwatch.http.ca-file",
                            liar.pem(outlets.armwatch().folder()).toString());
            outlets.webhook("liar", "https://localhost:" + liar.port() + "/hook")
                    .webhook("well", receiver.url())
                    .start();
            awaitAll(outlets.write(10, 3));
            Awaitility.await("the problem")
                    .until(() -> outlets.armwatch()
                            .text("/observe/health/ready?data=true")
                            .filter(text -> text.contains("the certificate of localhost is for another host"))
                            .isPresent());
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void a_receiver_with_a_certificate_of_a_private_authority_is_trusted_as_arm_is() {
        AtomicInteger requests = new AtomicInteger();
        try (TlsServer server = new TlsServer(outlets.armwatch().folder(), "dns:localhost", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        })) {
            outlets.armwatch()
                    .with(
                            "armwatch.http.ca-file",
                            server.pem(outlets.armwatch().folder()).toString());
            outlets.webhook("crm", "https://localhost:" + server.port() + "/hook")
                    .start();
            outlets.write(10, 3);
            Awaitility.await("all events").until(() -> requests.get() == 10);
        }
    }

    @Test
    void once_and_wrong_outlets() {
        outlets.webhook("crm", "ftp://example.com/secret-path");
        try (ArmwatchProcess process = outlets.armwatch().spawn(ArmwatchProcess.Options.ORDINARY)) {
            assertThat(process.awaitEnd(Duration.ofMinutes(1))).isNotZero();
            assertThat(process.output())
                    .contains("url must be an address such as https://hooks.example.com/armwatch")
                    .doesNotContain("secret-path");
        }
        try (ArmwatchProcess once = outlets.armwatch().spawn("once", ArmwatchProcess.Options.ORDINARY)) {
            assertThat(once.awaitEnd(Duration.ofMinutes(2))).as(once.output()).isZero();
        }
    }
}
