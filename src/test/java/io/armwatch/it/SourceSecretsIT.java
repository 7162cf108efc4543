package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.Faults;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever ARM shows a secret of any source, in a resource, a list, the answer to an action or an error, it is written nowhere. */
final class SourceSecretsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Every property that holds a secret in some definition of the reference, the answers to actions included. */
    private static final List<String> SECRETS = List.of(
            "primary",
            "secondary",
            "primaryKey",
            "secondaryKey",
            "primaryMasterKey",
            "secondaryMasterKey",
            "primaryReadonlyMasterKey",
            "secondaryReadonlyMasterKey",
            "connectionString",
            "accountSasToken",
            "serviceSasToken",
            "value",
            "data",
            "password",
            "pfxBlob",
            "encodedCertificate",
            "certificatePassword",
            "publisherEmail");
    /** Each leads to an event of its source. */
    private static final Map<String, List<String>> CHANGES = Map.of(
            "Microsoft.Batch/batchAccounts/sampleacct", List.of("POST", "/synchronizeAutoStorageKeys", ""),
            "Microsoft.Maps/accounts/myMapsAccount", List.of("POST", "/regenerateKey", "{\"keyType\":\"primary\"}"),
            "Microsoft.ApiManagement/service/apimService1/subscriptions/master",
                    List.of("PATCH", "", "{\"properties\":{\"state\":\"suspended\"}}"),
            "Microsoft.ApiManagement/service/apimService1/certificates/fromKeyVault",
                    List.of("POST", "/refreshSecret?simulate=refresh-fails", ""),
            "Microsoft.ApiManagement/service/apimService1/namedValues/backendKey",
                    List.of("POST", "/refreshSecret?simulate=refresh-fails", ""),
            "Microsoft.Storage/storageAccounts/samplestorage",
                    List.of("POST", "/regenerateKey", "{\"keyName\":\"key1\"}"),
            "Microsoft.DocumentDB/databaseAccounts/sampledb",
                    List.of("POST", "/regenerateKey", "{\"keyKind\":\"primary\"}"),
            "Microsoft.KeyVault/vaults/samplevault/keys/lasting", List.of("POST", "/rotate", ""),
            "Microsoft.KeyVault/vaults/samplevault/secrets/expiring",
                    List.of("PATCH", "", "{\"properties\":{\"contentType\":\"text/plain\"}}"),
            "Microsoft.Web/certificates/fromKeyVault",
                    List.of("PATCH", "", "{\"properties\":{\"keyVaultSecretStatus\":\"KeyVaultDoesNotExist\"}}"));

    /** Where such names are no secrets, and are kept: free names, addresses, the times of keys. */
    private static final Set<String> FREE =
            Set.of("tags", "ipRules", "virtualNetworkRules", "keysMetadata", "userAssignedIdentities");

    private final Map<String, String> planted = new ConcurrentHashMap<>();
    private final Map<String, String> ids = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_secret_that_arm_shows_is_written(boolean byLists) {
        try (SimulatedAzure azure = SimulatedAzure.withAllSources(SimulatorOptions.builder())) {
            Fault answers = answerWithSecrets(azure);
            azure.simulator().pollableIds().forEach(id -> ids.put(id.toLowerCase(Locale.ROOT), id));
            List<String> resources = ids.values().stream()
                    .filter(id -> id.contains("/providers/"))
                    .toList();
            List<String> scopes = byLists ? List.of(TestResources.SUBSCRIPTION) : resources;
            try (ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), scopes)
                    .withAllSources()
                    .with("armwatch.apim.keys", "true")
                    .with("armwatch.http.timeout", "2")) {
                ArmwatchProcess child = armwatch.spawn(new ArmwatchProcess.Options(Map.of(), "debug", "trace"));
                List<String> expected = byLists ? List.copyOf(ids.values()) : resources;
                discoverAndChange(azure, armwatch, expected);
                answers.close(); // of two faults the older one answers
                showInBadAnswers(azure);
                check(azure, armwatch, child);
            }
        }
    }

    private Fault answerWithSecrets(SimulatedAzure azure) {
        return azure.simulator()
                .fault(
                        request -> answer(azure, request).isPresent(),
                        request -> Faults.answer(
                                        200,
                                        answer(azure, request).orElseThrow().toString())
                                .handle(request));
    }

    private void discoverAndChange(SimulatedAzure azure, ArmwatchFixture armwatch, List<String> expected) {
        expected.forEach(id -> armwatch.reader().await("resource.discovered", id));
        assertThat(planted.keySet()) // of a Maps account only the keys are asked for, which are secrets themselves
                .containsAll(expected.stream()
                        .filter(id -> !id.contains("/Microsoft.Maps/"))
                        .toList());
        CHANGES.forEach((path, change) ->
                azure.call(change.get(0), TestResources.PROVIDERS + path + change.get(1), change.get(2)));
        for (String path : CHANGES.keySet()) {
            String key = (TestResources.PROVIDERS + path).toLowerCase(Locale.ROOT);
            armwatch.reader()
                    .await(
                            "a change of " + path,
                            each -> each.key().equals(key) && !each.type().equals("resource.discovered"));
        }
    }

    private void check(SimulatedAzure azure, ArmwatchFixture armwatch, ArmwatchProcess child) {
        String pages = armwatch.text("/observe/metrics").orElseThrow()
                + armwatch.text("/observe/health?data=true").orElseThrow();
        child.terminate();
        child.awaitEnd(Duration.ofSeconds(30));

        Set<String> secrets = new HashSet<>();
        azure.simulator().secrets().forEach(secret -> secrets.addAll(LeakIT.forms(secret)));
        planted.values().forEach(secret -> secrets.addAll(LeakIT.forms(secret)));
        var written = new WrittenData(child.output() + "\n" + pages);
        assertThat(written.places(
                        Set.of(TestResources.PROVIDERS + "Microsoft.KeyVault/vaults/samplevault/secrets/expiring")))
                .as("what is written is found")
                .isNotEmpty();
        assertThat(written.places(secrets)).isEmpty();
    }

    /** Every other request gets one of the bad answers, in turn. The others lead from list to list. */
    private void showInBadAnswers(SimulatedAzure azure) {
        String key = planted.values().iterator().next();
        List<Handler<HttpServerRequest>> bad = LeakIT.badAnswers(key, "{\"primaryKey\":\"" + key + "\"}");
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger turn = new AtomicInteger();
        Fault fault = azure.simulator()
                .fault(
                        request -> requests.getAndIncrement() % 2 == 0,
                        request -> bad.get(turn.getAndIncrement() % bad.size()).handle(request));
        answerWithSecrets(azure);
        Awaitility.await("each bad answer three times").until(() -> turn.get() > 3 * bad.size());
        fault.close();
    }

    /** The path of the list in which a subscription's scan finds a resource. */
    private static String listOf(String id) {
        String parent = id.substring(0, id.lastIndexOf('/'));
        boolean isTopLevel = parent.split("/", -1).length == 8;
        return isTopLevel ? parent.replace("/resourceGroups/rg1", "") : parent;
    }

    /** A resource or a list as the simulator has it, with secrets wherever there is room. */
    private Optional<ObjectNode> answer(SimulatedAzure azure, HttpServerRequest request) {
        if (!request.method().name().equals("GET")) {
            return Optional.empty();
        }
        String path = request.path().toLowerCase(Locale.ROOT);
        if (ids.containsKey(path)) {
            return Optional.of(withSecrets(azure, ids.getOrDefault(path, "")));
        }
        ObjectNode list = MAPPER.createObjectNode();
        ArrayNode items = list.putArray("value");
        ids.values().stream()
                .filter(id -> listOf(id).equalsIgnoreCase(path))
                .forEach(id -> items.add(withSecrets(azure, id)));
        return items.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private ObjectNode withSecrets(SimulatedAzure azure, String id) {
        try {
            ObjectNode body = (ObjectNode) MAPPER.readTree(azure.simulator().body(id));
            String secret = planted.computeIfAbsent(id, key -> "planted+%d/secret=".formatted(key.hashCode()));
            plant(body, secret);
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void plant(JsonNode node, String secret) {
        node.properties().stream()
                .filter(each -> !FREE.contains(each.getKey()))
                .forEach(each -> plant(each.getValue(), secret));
        if (node.isArray()) {
            node.forEach(element -> plant(element, secret));
        } else if (node instanceof ObjectNode object) {
            SECRETS.stream().filter(name -> !object.has(name)).forEach(name -> object.put(name, secret));
            object.putArray("keys").addObject().put("keyName", "key1").put("value", secret);
        }
    }
}
