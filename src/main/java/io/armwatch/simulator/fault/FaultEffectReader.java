package io.armwatch.simulator.fault;

import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.fault.FaultEffect.Edit;
import io.armwatch.simulator.operation.Tokens;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.Gzip;
import io.armwatch.simulator.wire.HttpWire;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the effect of a fault: its {@code answer}. */
final class FaultEffectReader {
    private static final List<String> INSTEAD = List.of("status", "body", "body-of");
    private static final List<String> SENT = List.of("send", "megabytes");
    private static final List<String> KEYS = List.of(
            "status",
            "code",
            "message",
            "challenge",
            "body",
            "body-of",
            "retry-after",
            "retry-after-date",
            "headers",
            "items",
            "without",
            "ids",
            "next-link",
            "gzip",
            "delay",
            "revoke-token",
            "token-dies-after",
            "send",
            "megabytes");
    private static final List<String> SENDS =
            List.of("close", "hang", "truncated", "drip-headers", "drip-body", "huge", "endless");
    private static final List<String> OF_ERRORS = List.of("code", "message", "challenge");
    private static final String DURATION = "a duration such as 500ms, 7s or 1m";

    private final FaultStage stage;
    private final YamlFields fault;
    private final List<Edit> edits = new ArrayList<>();

    FaultEffectReader(FaultStage stage, YamlFields fault) {
        this.stage = stage;
        this.fault = fault;
    }

    FaultEffect read() {
        Optional<YamlFields> answer = fault.map("answer", KEYS);
        if (answer.isEmpty()) {
            fault.problem("answer", "is missing; it says what happens, such as answer: { status: 503 }");
            return FaultEffect.NONE;
        }
        return effect(answer.get());
    }

    private FaultEffect effect(YamlFields answer) {
        checkTogether(answer);
        headers(answer);
        list(answer);
        duration(answer, "token-dies-after").ifPresent(life -> edits.add((request, reply) -> dying(reply, life)));
        if (answer.flag("gzip")) {
            edits.add(Gzip::compressIfAccepted);
        }
        return new FaultEffect(
                List.copyOf(edits),
                answer.flag("revoke-token") ? Optional.of(this::revoke) : Optional.empty(),
                answer.choice("send", SENDS).map(what -> sent(what, answer)),
                answer.firstOf(INSTEAD).isPresent() ? Optional.of(instead(answer)) : Optional.empty(),
                duration(answer, "delay").orElse(Duration.ZERO));
    }

    /** Reports keys that exclude each other, and keys that need another one. */
    private static void checkTogether(YamlFields answer) {
        if (answer.isEmpty()) {
            answer.problem("status", "the answer is empty; expected any of " + String.join(", ", KEYS));
        }
        if (answer.has("send")) {
            KEYS.stream()
                    .filter(key -> answer.has(key) && !SENT.contains(key) && !key.equals("delay"))
                    .forEach(key -> answer.problem(key, "cannot be used with send, which sends no proper response"));
        }
        if (answer.has("megabytes") && !answer.has("send")) {
            answer.problem("megabytes", "needs send: huge, whose length it sets");
        }
        if (answer.has("body") && answer.has("body-of")) {
            answer.problem("body-of", "cannot be used with body");
        }
        if (!answer.has("status")) {
            answer.firstOf(OF_ERRORS).ifPresent(key -> answer.problem(key, "needs a status, such as status: 400"));
        }
    }

    private static Optional<Duration> duration(YamlFields answer, String key) {
        return answer.read(key, Durations::parse, DURATION);
    }

    private static Handler<HttpServerRequest> sent(String what, YamlFields answer) {
        return switch (what) {
            case "close" -> Faults.closeConnection();
            case "hang" -> Faults.hang();
            case "truncated" -> Faults.truncatedJson();
            case "drip-headers" -> Faults.dripHeaders();
            case "drip-body" -> Faults.dripBody();
            case "endless" -> Faults.endlessBody();
            default -> Faults.hugeBody(answer.number("megabytes", 1, 10_000).orElse(100));
        };
    }

    private Supplier<Answer> instead(YamlFields answer) {
        Optional<String> body = answer.choice("body", List.of("html", "not-json", "nothing"));
        int status = answer.number("status", 200, 599)
                .orElse(body.filter("html"::equals).map(html -> 502).orElse(200));
        Optional<SimulatedId> of = answer.read("body-of", stage.state()::parse, "the id of a resource");
        if (of.isPresent()) {
            return () -> Answer.of(status, stage.state().estate().get(of.get()).json());
        }
        if (body.isPresent()) {
            return () -> FaultAnswers.body(body.get(), status);
        }
        Answer error = FaultAnswers.error(status, answer.text("code"), answer.text("message"));
        return answer.choice("challenge", List.of("plain", "claims"))
                .<Supplier<Answer>>map(kind -> () -> FaultAnswers.challenging(error, kind, stage.clock()))
                .orElse(() -> error);
    }

    private void headers(YamlFields answer) {
        answer.map("headers", List.of()).map(YamlFields::texts).ifPresent(this::add);
        duration(answer, "retry-after").ifPresent(wait -> add(Map.of("Retry-After", Long.toString(wait.toSeconds()))));
        duration(answer, "retry-after-date")
                .ifPresent(wait -> edits.add((request, reply) -> {
                    Instant then = stage.clock().instant().plus(wait);
                    return reply.with(Map.of("Retry-After", HttpWire.httpDate(then)));
                }));
    }

    private void add(Map<String, String> headers) {
        edits.add((request, reply) -> reply.with(headers));
    }

    private void list(YamlFields answer) {
        answer.read("without", Glob::partOrWhole, "a part of an id or a pattern of one")
                .ifPresent(wanted -> edits.add(PageEdits.without(wanted)));
        answer.choice("items", List.of("none", "later"))
                .ifPresent(when -> edits.add(when.equals("none") ? PageEdits.none() : PageEdits.later()));
        answer.read("next-link", Function.identity(), PageLinks.EXPECTED)
                .flatMap(kind -> link(answer, kind))
                .ifPresent(edits::add);
        answer.choice("ids", List.of("lower", "upper", "mixed")).ifPresent(casing -> edits.add(IdCasing.of(casing)));
    }

    private static Optional<Edit> link(YamlFields answer, String kind) {
        Optional<Edit> edit = PageLinks.of(kind);
        if (edit.isEmpty()) {
            answer.problem("next-link", "'" + kind + "' is not " + PageLinks.EXPECTED);
        }
        return edit;
    }

    private void revoke(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        String token = Tokens.bearer(authorization == null ? "" : authorization);
        if (!token.isEmpty()) {
            stage.tokens().revoke(token, stage.clock().instant());
        }
    }

    private Answer dying(Answer issued, Duration life) {
        String token = WireJson.body(issued.body()).path("access_token").asText();
        if (!token.isEmpty()) {
            stage.tokens().revoke(token, stage.clock().instant().plus(life));
        }
        return issued;
    }
}
