package io.armwatch.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.azure.ArmClient;
import io.armwatch.azure.ArmError;
import io.armwatch.change.Reason;
import io.armwatch.config.Settings;
import io.armwatch.route.Plan.Part;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Asks for everything that is watched once, to see whether it can be read; what is read goes nowhere. */
public final class Probe {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Settings settings;

    public Probe(Settings settings) {
        this.settings = settings;
    }

    /**
     * What came of it.
     *
     * @param call the source and what was asked
     * @param problem why it cannot be read, and what to do
     */
    public record Result(String call, Optional<String> problem) {}

    /** The watched Azure subscriptions. */
    public Set<String> subscriptions() {
        return Plan.of(settings.watch()).subscriptions();
    }

    /** Asks one after the other, and hands on each result as it comes. */
    public void probe(ArmClient arm, Consumer<Result> results) throws IOException {
        Plan plan = Plan.of(settings.watch());
        try (CloseableHttpClient client = arm.client()) {
            for (Part part : plan.all()) {
                Walk walk = new Walk(new Scan(part.source().name(), "", Instant.EPOCH, 0, false), part);
                ArmRequest request = part.list().isPresent()
                        ? ArmRequest.list(part.listing(), walk)
                        : ArmRequest.entity(part.source(), part.id(), walk, false);
                results.accept(new Result(part.source().name() + " " + part.scope(), problem(client, request)));
            }
        }
    }

    private Optional<String> problem(CloseableHttpClient client, ArmRequest request) {
        var call = new HttpUriRequestBase(
                request.method().name(),
                URI.create(settings.azure().endpoint() + request.path() + "?" + request.query()));
        try {
            return client.execute(call, response -> problem(request, response));
        } catch (IOException e) {
            return Optional.of(said(Failures.of(e), List.of(), Optional.ofNullable(e.getMessage())));
        }
    }

    private Optional<String> problem(ArmRequest request, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
        if (response.getCode() == 200) {
            return unreadable(request, body);
        }
        ArmError error = ArmError.of(body);
        Reason reason =
                response.getCode() == 404 && error.fromArm() ? Reason.MISSING : Failures.of(response.getCode(), error);
        return Optional.of(said(
                reason,
                List.of(Integer.toString(response.getCode()), error.code().orElse("")),
                error.message()));
    }

    private Optional<String> unreadable(ArmRequest request, byte[] body) throws IOException {
        try {
            JsonNode answer = MAPPER.readTree(body);
            if (request.page().isEmpty()) {
                request.source()
                        .decode(request.target().id(), answer, settings.watch().fingerprints());
            } else if (!answer.path("value").isArray()) {
                throw new InvalidAnswerException("the answer is no list: it has no value");
            }
            return Optional.empty();
        } catch (InvalidAnswerException e) {
            return Optional.of(said(Reason.INVALID_RESPONSE, List.of(), Optional.of(e.problem())));
        } catch (JsonProcessingException e) {
            return Optional.of(said(Reason.INVALID_RESPONSE, List.of(), Optional.of("the answer is not JSON")));
        }
    }

    private static String said(Reason reason, List<String> codes, Optional<String> message) {
        return (reason.text() + " " + String.join(" ", codes)).strip()
                + message.map(text -> ": " + ArmError.presentable(text)).orElse("") + ". " + Failures.remedy(reason);
    }
}
