package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Observation;
import io.armwatch.source.Example;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import io.armwatch.source.Watched;
import java.util.ArrayList;
import java.util.List;

/** Lists as ARM answers them, and a desk that reads them. */
final class Lists {
    private static final ObjectNode ACCOUNT = Example.listed("batch-account/batch-account-list-by-subscription.json");
    private static final String GROUP = "/subscriptions/subid/resourceGroups/g/providers/";
    static final String BATCH = GROUP + "Microsoft.Batch/batchAccounts/";
    static final String MAPS = GROUP + "Microsoft.Maps/accounts/";
    static final String APIM = GROUP + "Microsoft.ApiManagement/service/apim/subscriptions";

    private final Met met = new Met();
    private final FakeStore store = new FakeStore();
    private final Desk desk;

    Lists() {
        this(false);
    }

    Lists(boolean apimKeys) {
        this.desk = new Desk(new Memory(store), apimKeys);
    }

    static Source source(String name) {
        return Watched.of(name, "/subscriptions/subid").source();
    }

    static ObjectNode account(String name) {
        return Example.with(Example.with(ACCOUNT, "/id", BATCH + name), "/name", name);
    }

    static ObjectNode page(JsonNode... items) {
        ObjectNode page = Example.JSON.createObjectNode();
        ArrayNode value = page.putArray("value");
        for (JsonNode item : items) {
            value.add(item);
        }
        return page;
    }

    static JsonNode item(String id) {
        return Example.JSON
                .createObjectNode()
                .put("id", id)
                .put("name", ArmId.of(id).name());
    }

    Desk desk() {
        return desk;
    }

    FakeStore store() {
        return store;
    }

    /** Walks over the accounts of the subscription, one after the other. */
    Walk accounts() {
        return Walks.overAll(source("batch-account"), "/subscriptions/subid", met);
    }

    void knows(Walk walk, ObjectNode account) throws InvalidAnswerException {
        ArmId id = ArmId.of(account.path("id").textValue());
        store.knows(new Watched(walk.source(), id), account);
    }

    /** What the first page of a walk's list comes to. */
    List<Observation> read(Walk walk, JsonNode page) throws Exception {
        return read(desk.poll(Walks.first(walk)), page);
    }

    List<Observation> read(Poll poll, JsonNode page) throws InvalidAnswerException {
        return desk.pages().read(poll, page.toString().getBytes(UTF_8), desk.work());
    }

    /** What is to be asked next, all of it. */
    List<ArmRequest> asked() throws InterruptedException {
        List<ArmRequest> asked = new ArrayList<>();
        while (!desk.work().isEmpty()) {
            desk.work().take().map(QueuedRequest::request).ifPresent(asked::add);
        }
        return asked;
    }
}
