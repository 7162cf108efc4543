package io.armwatch.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Observation;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.route.PollingFixture;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.util.ArrayList;
import java.util.List;

/** Lists as ARM answers them, and a desk that reads them. */
final class ListResponses {
    private static final ObjectNode ACCOUNT =
            OfficialExample.listed("batch-account/batch-account-list-by-subscription.json");
    private static final String GROUP = "/subscriptions/subid/resourceGroups/g/providers/";
    static final String BATCH = GROUP + "Microsoft.Batch/batchAccounts/";
    static final String MAPS = GROUP + "Microsoft.Maps/accounts/";
    static final String APIM = GROUP + "Microsoft.ApiManagement/service/apim/subscriptions";

    private final ScanHistory history = new ScanHistory();
    private final InMemoryStateStore store = new InMemoryStateStore();
    private final PollingFixture bench;

    ListResponses() {
        this(false);
    }

    ListResponses(boolean apimKeys) {
        this.bench = new PollingFixture(new KnownStateCache(store), apimKeys);
    }

    static Source source(String name) {
        return PolledResource.of(name, "/subscriptions/subid").source();
    }

    static ObjectNode account(String name) {
        return OfficialExample.with(OfficialExample.with(ACCOUNT, "/id", BATCH + name), "/name", name);
    }

    static ObjectNode page(JsonNode... items) {
        ObjectNode page = OfficialExample.JSON.createObjectNode();
        ArrayNode value = page.putArray("value");
        for (JsonNode item : items) {
            value.add(item);
        }
        return page;
    }

    static JsonNode item(String id) {
        return OfficialExample.JSON
                .createObjectNode()
                .put("id", id)
                .put("name", ArmId.of(id).name());
    }

    PollingFixture desk() {
        return bench;
    }

    InMemoryStateStore store() {
        return store;
    }

    /** Walks over the accounts of the subscription, one after the other. */
    Scan accounts() {
        return ScanFixtures.overAll(source("batch-account"), "/subscriptions/subid", history);
    }

    void knows(Scan scan, ObjectNode account) throws InvalidAnswerException {
        ArmId id = ArmId.of(account.path("id").textValue());
        store.knows(new PolledResource(scan.source(), id), account);
    }

    /** The result of the first page of a scan's list. */
    List<Observation> read(Scan scan, JsonNode page) throws Exception {
        return read(bench.poll(ScanFixtures.first(scan)), page);
    }

    List<Observation> read(Poll poll, JsonNode page) throws InvalidAnswerException {
        return bench.pageHandler().read(poll, page.toString().getBytes(UTF_8), bench.work());
    }

    /** What is to be asked next, all of it. */
    List<ArmRequest> asked() throws InterruptedException {
        List<ArmRequest> asked = new ArrayList<>();
        while (!bench.work().isEmpty()) {
            bench.work().take().map(QueuedRequest::request).ifPresent(asked::add);
        }
        return asked;
    }
}
