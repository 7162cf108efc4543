package io.armwatch.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class AnswerThreadsTest {
    /** More than the management server has threads. */
    private static final int MANY = 40;

    @Test
    void answers_that_wait_keep_no_thread_from_health_and_too_many_are_refused() {
        AnswerThreads threads = new AnswerThreads();
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        try (LocalServer server = LocalServer.start(router -> {
            router.get("/read").handler(request -> {
                threads.run(request, () -> {
                            kafkaIsBack.await();
                            return "read";
                        })
                        .onSuccess(text -> request.response().end(text))
                        .onFailure(failure -> request.response()
                                .setStatusCode(((ApiException) failure).status())
                                .end());
                received.incrementAndGet();
            });
            router.get("/health").blockingHandler(request -> request.response().end("UP"), false);
        })) {
            for (int i = 0; i < MANY; i++) {
                answers.add(server.get("/read"));
            }
            Awaitility.await().until(() -> received.get() == MANY);

            assertThat(server.get("/health").join().body()).isEqualTo("UP");

            for (int i = MANY; i < AnswerThreads.MOST_OPEN; i++) {
                answers.add(server.get("/read"));
            }
            Awaitility.await().until(() -> received.get() == AnswerThreads.MOST_OPEN);
            assertThat(server.get("/read").join().statusCode()).isEqualTo(503);

            kafkaIsBack.countDown();
            answers.forEach(answer -> assertThat(answer.join().body()).isEqualTo("read"));
            assertThat(server.get("/read").join().body()).isEqualTo("read");
        } finally {
            kafkaIsBack.countDown();
        }
    }
}
