package io.armwatch.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.SimulatedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a test wants Azure to hold, and armwatch to watch. */
public final class TestResources {
    public static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    public static final String GROUP = SUBSCRIPTION + "/resourceGroups/rg1";
    public static final String PROVIDERS = GROUP + "/providers/";
    public static final String SERVICE = PROVIDERS + "Microsoft.ApiManagement/service/apimService1";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ArrayNode seed = MAPPER.createArrayNode();
    private final List<String> watched = new ArrayList<>();
    private int certificates;

    public TestResources() {
        seed.addObject().put("id", SERVICE);
    }

    public static String batchId(String name) {
        return PROVIDERS + "Microsoft.Batch/batchAccounts/" + name;
    }

    /** An account that is there and watched. */
    public String batch(String name) {
        return add(batchId(name));
    }

    public String maps(String name) {
        return add(PROVIDERS + "Microsoft.Maps/accounts/" + name);
    }

    public String apim(String sid) {
        return add(SERVICE + "/subscriptions/" + sid);
    }

    /** A readable certificate of an account. */
    public String certificate(String account) {
        SimulatedCertificate certificate = SimulatedCertificate.of(
                ++certificates, Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2045-01-01T00:00:00Z"));
        ObjectNode properties = certificate(account, certificate.name());
        properties.put("publicData", certificate.publicData());
        return watched.get(watched.size() - 1);
    }

    /** The properties of a certificate of that name; there is no public data in them. */
    public ObjectNode certificate(String account, String name) {
        String id = account + "/certificates/" + name;
        watched.add(id);
        return seed.addObject()
                .put("id", id)
                .putObject("properties")
                .put("thumbprintAlgorithm", "sha1")
                .put("thumbprint", name.substring("sha1-".length()))
                .put("provisioningState", "Succeeded")
                .put("provisioningStateTransitionTime", "2017-07-21T01:47:38.4420202Z")
                .put("format", "Cer");
    }

    /** Watched, but not there yet. */
    public String missing(String id) {
        watched.add(id);
        return id;
    }

    /** A resource of any Azure subscription that is there and watched. */
    public String add(String id) {
        seed.addObject().put("id", id);
        watched.add(id);
        return id;
    }

    public List<String> watched() {
        return List.copyOf(watched);
    }

    /** A resource that is there and not watched. */
    void unwatched(String id) {
        seed.addObject().put("id", id);
    }

    /** Writes the simulator's seed. */
    public Path seed(Path file) {
        try {
            return Files.write(file, MAPPER.writeValueAsBytes(seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
