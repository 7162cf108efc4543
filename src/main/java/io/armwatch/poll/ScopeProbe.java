package io.armwatch.poll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.armwatch.azure.ArmClient;
import io.armwatch.azure.ArmError;
import io.armwatch.azure.Budget;
import io.armwatch.change.Reason;
import io.armwatch.config.Settings;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.queue.ArmHttpRequest;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.retry.ApiVersions;
import io.armwatch.poll.retry.FailureReasons;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Checks that every scope can be read, with one request for each kind of resource and list. The responses are dropped. */
public final class ScopeProbe {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NOT_CHECKED =
            "is not checked, because ARM throttles its Azure subscription: try again later";

    private final Settings settings;
    private final ApiVersions versions;
    private final ScanPlan plan;

    public ScopeProbe(Settings settings) {
        this(settings, ScanPlan.of(settings.watch()));
    }

    /** @param plan what is checked */
    public ScopeProbe(Settings settings, ScanPlan plan) {
        this.settings = settings;
        this.versions = new ApiVersions(settings.watch().apiVersions());
        this.plan = plan;
    }

    /**
     * The result for one scope.
     *
     * @param call the source and the scope
     * @param problem why it cannot be read, and what to do
     */
    public record Result(String call, Optional<String> problem) {}

    /** Checks one scope after the other, and hands over each result at once. */
    public void probe(ArmClient arm, Consumer<Result> results) throws IOException {
        Budget budget = Budget.ofUnknownBalance(settings.azure().budgetShare(), System::nanoTime);
        Set<String> throttled = new HashSet<>();
        try (CloseableHttpClient client = arm.client()) {
            for (Part part : parts()) {
                Scan scan = new Scan(
                        new ScanRun(part.source().name(), "", Instant.EPOCH, 0, false), part, new ScanHistory());
                Optional<ArmRequest> next = Optional.of(ArmRequest.first(part, scan));
                Optional<String> problem = Optional.empty();
                while (next.isPresent() && problem.isEmpty()) {
                    ArmRequest request = next.get();
                    AtomicReference<JsonNode> answer = new AtomicReference<>(MissingNode.getInstance());
                    problem = throttled.contains(request.subscription())
                            ? Optional.of(NOT_CHECKED)
                            : new Prober(client, budget, throttled).probe(request, answer);
                    next = nextRequest(request, Objects.requireNonNull(answer.get()));
                }
                results.accept(new Result(part.source().name() + " " + part.scope(), problem));
            }
        }
    }

    /** The parts of the plan, and those that a wider scope covers: the list of the wider scope would not reveal a misspelt name. */
    private Collection<Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        Stream.concat(plan.all().stream(), ScanPlan.named(settings.watch()).stream())
                .forEach(part -> parts.putIfAbsent(
                        part.source().name() + " " + part.target().key(), part));
        return parts.values();
    }

    /** The request that follows for the first item of a response, so that each kind of request is tried once. */
    private Optional<ArmRequest> nextRequest(ArmRequest request, JsonNode answer) {
        Scan scan = request.scan();
        Source source = scan.source();
        Optional<Source> beside = settings.watch().apimKeys() ? Sources.secondView(source) : Optional.empty();
        if (request.page().isEmpty()) {
            return beside.filter(other -> request.source() == source)
                    .map(other -> ArmRequest.entity(other, request.target().id(), scan, false));
        }
        Listing listing = request.page().get();
        return StreamSupport.stream(answer.path("value").spliterator(), false)
                .flatMap(item -> PageHandler.itemId(listing, item).stream())
                .findFirst()
                .flatMap(id -> {
                    if (!listing.holdsResources()) {
                        return Optional.of(
                                ArmRequest.list(listing.childLists(id).get(0), scan));
                    }
                    return (source.listsWholeItems() ? beside : Optional.of(source))
                            .map(each -> ArmRequest.entity(each, id, scan, false));
                });
    }

    /** Sends requests within the same budget as polls, and skips Azure subscriptions in which ARM throttles. */
    private final class Prober {
        private final CloseableHttpClient client;
        private final Budget budget;
        private final Set<String> throttled;
        private boolean versionReplaced;

        Prober(CloseableHttpClient client, Budget budget, Set<String> throttled) {
            this.client = client;
            this.budget = budget;
            this.throttled = throttled;
        }

        /** Sends a request, with one api-version after the other until ARM accepts one. */
        Optional<String> probe(ArmRequest request, AtomicReference<JsonNode> answer) {
            Optional<String> problem;
            do {
                problem = send(request, versions.current(request.source()), answer);
            } while (versionReplaced);
            return problem;
        }

        private Optional<String> send(ArmRequest request, String version, AtomicReference<JsonNode> answer) {
            versionReplaced = false;
            URI endpoint = settings.azure().endpoint();
            var call = ArmHttpRequest.of(
                    endpoint, request, version, UUID.randomUUID().toString());
            try {
                awaitBudget(request);
                return client.execute(HttpHost.create(endpoint), call, response -> {
                    ArmResponse.of(response).updateBudget(budget, request);
                    if (response.getCode() == 429) {
                        throttled.add(request.subscription());
                    }
                    return problem(request, response, answer);
                });
            } catch (IOException e) {
                return Optional.of(describe(FailureReasons.of(e), List.of(), Optional.ofNullable(e.getMessage())));
            }
        }

        private Optional<String> problem(
                ArmRequest request, ClassicHttpResponse response, AtomicReference<JsonNode> answer) throws IOException {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            if (response.getCode() == 200) {
                return parseProblem(request, body, answer);
            }
            ArmError error = ArmError.of(body);
            Reason reason = FailureReasons.of(response.getCode(), error);
            versionReplaced = reason == Reason.API_VERSION
                    && versions.replace(request.source(), versions.current(request.source()));
            String problem = describe(
                    reason,
                    List.of(Integer.toString(response.getCode()), error.code().orElse("")),
                    error.message());
            return Optional.of(
                    FailureReasons.isMissingRight(reason, error)
                            ? problem + ". It lacks " + error.deniedAction().orElseGet(request::action)
                            : problem);
        }

        private void awaitBudget(ArmRequest request) throws InterruptedIOException {
            try {
                for (long wait = budget.take(request.subscription(), request.kind());
                        wait > 0;
                        wait = budget.take(request.subscription(), request.kind())) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped");
            }
        }
    }

    private Optional<String> parseProblem(ArmRequest request, byte[] body, AtomicReference<JsonNode> parsed)
            throws IOException {
        try {
            JsonNode answer = MAPPER.readTree(body);
            parsed.set(answer);
            if (request.page().isEmpty()) {
                request.source()
                        .decode(request.target().id(), answer, settings.watch().fingerprints());
            } else if (!answer.path("value").isArray()) {
                throw new InvalidAnswerException("the answer is not a list: it has no 'value'");
            }
            return Optional.empty();
        } catch (InvalidAnswerException e) {
            return Optional.of(describe(Reason.INVALID_RESPONSE, List.of(), Optional.of(e.problem())));
        } catch (JsonProcessingException e) {
            return Optional.of(describe(Reason.INVALID_RESPONSE, List.of(), Optional.of("the answer is not JSON")));
        }
    }

    private static String describe(Reason reason, List<String> codes, Optional<String> message) {
        Optional<String> code = codes.stream().reduce((status, last) -> last);
        return (reason.text() + " " + String.join(" ", codes)).strip()
                + message.map(text -> ": " + ArmError.presentable(text)).orElse("") + ". "
                + FailureReasons.remedy(reason, code);
    }
}
