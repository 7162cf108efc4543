package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Templates;
import io.armwatch.simulator.estate.Types;
import io.armwatch.simulator.kind.Behaviour.Turn;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.operation.Arm;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Makes one change per turn, through the same operations as a caller. The first three turns rotate a Maps key, make a
 * certificate's deletion fail and change a subscription's state.
 */
final class ChangePlayer {
    private static final List<String> STATES = List.of("active", "suspended", "cancelled", "rejected", "submitted");

    private final SimulatorState simulatorState;
    private final Arm arm;
    private final Random random;
    private final List<Runnable> turns = new ArrayList<>(List.of(
            () -> rotateMapsKey("primary"),
            this::failDeletion,
            this::changeState,
            this::synchronizeKeys,
            this::cancelFailedDeletion,
            this::changeNetworkAccess,
            () -> rotateMapsKey("secondary"),
            this::changeState,
            this::changeTags,
            this::regenerateApimKey));
    private int turn;

    ChangePlayer(SimulatorState state, Arm arm, Random random) {
        this.simulatorState = state;
        this.arm = arm;
        this.random = random;
        addDescribed();
    }

    /** Puts the turns that the fixture folders describe behind the first three. */
    private void addDescribed() {
        List<Runnable> described = new ArrayList<>();
        simulatorState
                .kinds()
                .main()
                .forEach(kind -> kind.behaviour().turns().forEach(each -> described.add(() -> play(kind, each))));
        turns.addAll(3, described);
    }

    private void play(Kind kind, Turn described) {
        any(kind.type(), "").ifPresent(entity -> {
            ObjectNode body = new Templates(simulatorState, entity.id(), WireJson.object()).fill(described.body());
            if (described.action().isEmpty()) {
                perform("PATCH", entity, "", body.toString());
                return;
            }
            String[] action = described.action().split("\\?simulate=", 2);
            MultiMap query = query(entity);
            if (action.length > 1) {
                query.add("simulate", action[1]);
            }
            arm.perform(Call.internal("POST", entity.id().text() + "/" + action[0], query, body.toString()));
        });
    }

    /** Makes the next change, if there is a resource for it. */
    void turn() {
        Runnable change = turns.get(turn % turns.size());
        turn++;
        try {
            change.run();
        } catch (ArmErrorException overtaken) {
            // A caller has changed or deleted the resource in between; the next turn takes another one.
        }
    }

    private void rotateMapsKey(String which) {
        any(Types.MAPS_ACCOUNT, "")
                .ifPresent(account -> perform("POST", account, "/regenerateKey", "{\"keyType\":\"" + which + "\"}"));
    }

    private void failDeletion() {
        any(Types.CERTIFICATE, "Succeeded")
                .ifPresent(certificate -> arm.perform(Call.internal(
                        "DELETE", certificate.id().text(), query(certificate).add("simulate", "deletion-fails"), "")));
    }

    private void cancelFailedDeletion() {
        any(Types.CERTIFICATE, "Failed").ifPresent(certificate -> perform("POST", certificate, "/cancelDelete", ""));
    }

    private void changeState() {
        any(Types.APIM_SUBSCRIPTION, "").ifPresent(subscription -> {
            String now = subscription.properties().path("state").asText();
            List<String> others =
                    STATES.stream().filter(state -> !state.equals(now)).toList();
            String next = others.get(random.nextInt(others.size()));
            perform("PATCH", subscription, "", "{\"properties\":{\"state\":\"" + next + "\"}}");
        });
    }

    private void synchronizeKeys() {
        any(Types.BATCH_ACCOUNT, "").ifPresent(account -> perform("POST", account, "/synchronizeAutoStorageKeys", ""));
    }

    private void changeNetworkAccess() {
        any(Types.BATCH_ACCOUNT, "").ifPresent(account -> {
            boolean open =
                    account.properties().path("publicNetworkAccess").asText().equals("Enabled");
            String next = open ? "Disabled" : "Enabled";
            perform("PATCH", account, "", "{\"properties\":{\"publicNetworkAccess\":\"" + next + "\"}}");
        });
    }

    private void changeTags() {
        any(Types.BATCH_ACCOUNT, "")
                .ifPresent(account -> perform("PATCH", account, "", "{\"tags\":{\"turn\":\"" + turn + "\"}}"));
    }

    private void regenerateApimKey() {
        any(Types.APIM_SUBSCRIPTION, "")
                .ifPresent(subscription -> perform("POST", subscription, "/regeneratePrimaryKey", ""));
    }

    private void perform(String method, Entity entity, String action, String body) {
        arm.perform(Call.internal(method, entity.id().text() + action, query(entity), body));
    }

    private static MultiMap query(Entity entity) {
        return MultiMap.caseInsensitiveMultiMap()
                .add("api-version", entity.id().kind().apiVersion());
    }

    /** A random resource of a kind; if a provisioning state is given, one in that state. */
    private Optional<Entity> any(String type, String state) {
        List<Entity> choice = simulatorState.kinds().find(type).stream()
                .flatMap(kind -> simulatorState.estate().all(kind))
                .filter(entity -> state.isEmpty()
                        || entity.properties()
                                .path("provisioningState")
                                .asText()
                                .equals(state))
                .sorted(Comparator.comparing(entity -> entity.id().key()))
                .toList();
        return choice.isEmpty() ? Optional.empty() : Optional.of(choice.get(random.nextInt(choice.size())));
    }
}
