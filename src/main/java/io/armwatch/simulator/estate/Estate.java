package io.armwatch.simulator.estate;

import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.wire.ArmErrorException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All resources, indexed by id (case-insensitively) and by the lists that contain them. Reads never wait for writes.
 */
public final class Estate {
    private final Map<String, Entity> byId = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentNavigableMap<String, Entity>> lists = new ConcurrentHashMap<>();
    private final Set<String> groups = ConcurrentHashMap.newKeySet();
    private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Map<String, NavigableSet<String>> managementGroups = new ConcurrentHashMap<>();

    public Optional<Entity> find(SimulatedId id) {
        return Optional.ofNullable(byId.get(id.key()));
    }

    public Entity get(SimulatedId id) {
        Entity entity = byId.get(id.key());
        if (entity == null) {
            requireAround(id, "read");
            throw ArmErrorException.notFound(id.typedName(), id.group());
        }
        return entity;
    }

    /** The resources of a list, sorted by id. */
    public NavigableMap<String, Entity> list(String key) {
        ConcurrentNavigableMap<String, Entity> list = lists.get(key);
        return list == null ? Collections.emptyNavigableMap() : list;
    }

    public Stream<Entity> all(Kind kind) {
        return byId.values().stream().filter(entity -> entity.id().kind() == kind);
    }

    synchronized void put(Entity entity) {
        SimulatedId id = entity.id();
        subscriptions.add(id.subscription().toLowerCase(Locale.ROOT));
        if (!id.group().isEmpty()) {
            groups.add(id.groupKey());
        }
        byId.put(id.key(), entity);
        listsOf(id)
                .forEach(list -> lists.computeIfAbsent(list, key -> new ConcurrentSkipListMap<>())
                        .put(id.key(), entity));
    }

    /** Replaces a resource with a changed copy; fails with 404 if it does not exist. */
    public synchronized Entity change(SimulatedId id, UnaryOperator<Entity> change) {
        Entity changed = change.apply(get(id));
        put(changed);
        return changed;
    }

    /** Removes a resource and its children; returns whether it existed. */
    public synchronized boolean remove(SimulatedId id) {
        if (byId.remove(id.key()) == null) {
            return false;
        }
        listsOf(id)
                .forEach(list ->
                        lists.getOrDefault(list, new ConcurrentSkipListMap<>()).remove(id.key()));
        byId.values().stream()
                .map(Entity::id)
                .filter(child -> child.parent().equalsIgnoreCase(id.text()))
                .toList()
                .forEach(this::remove);
        return true;
    }

    /** Removes an Azure subscription and everything in it; returns whether it existed. */
    public synchronized boolean removeSubscription(SimulatedId id) {
        String inside = id.key() + "/";
        byId.values().stream()
                .map(Entity::id)
                .filter(each -> each.key().startsWith(inside) && each.parent().isEmpty())
                .toList()
                .forEach(this::remove);
        groups.removeIf(group -> group.startsWith(inside));
        subscriptions.remove(id.subscription().toLowerCase(Locale.ROOT));
        return remove(id);
    }

    /** The Azure subscriptions that the caller can read, sorted. */
    public NavigableSet<String> subscriptions() {
        NavigableSet<String> readable = new TreeSet<>(subscriptions);
        readable.removeAll(hidden);
        return readable;
    }

    /** Takes an Azure subscription out of the lists of the tenant, or puts it back. */
    public void hide(String subscription, boolean isHidden) {
        String id = subscription.toLowerCase(Locale.ROOT);
        if (isHidden) {
            hidden.add(id);
        } else {
            hidden.remove(id);
        }
    }

    /** Sets the Azure subscriptions below a management group. */
    public void putManagementGroup(String group, Collection<String> below) {
        NavigableSet<String> ids = new TreeSet<>();
        ids.add(group.toLowerCase(Locale.ROOT) + "-child");
        below.forEach(each -> ids.add(each.toLowerCase(Locale.ROOT)));
        managementGroups.put(group.toLowerCase(Locale.ROOT), ids);
    }

    /** What is below a management group, sorted; empty if there is none. */
    public Optional<NavigableSet<String>> managementGroup(String group) {
        return Optional.ofNullable(managementGroups.get(group)).map(below -> {
            NavigableSet<String> readable = new TreeSet<>(below);
            readable.removeAll(hidden);
            return readable;
        });
    }

    public void requireSubscription(String subscription) {
        if (!hasSubscription(subscription)) {
            throw new ArmErrorException(
                    404, "SubscriptionNotFound", "The subscription '" + subscription + "' could not be found.");
        }
    }

    public boolean hasSubscription(String subscription) {
        return subscriptions.contains(subscription.toLowerCase(Locale.ROOT));
    }

    public void requireGroup(String subscription, String group) {
        requireSubscription(subscription);
        String key = ("/subscriptions/" + subscription + "/resourcegroups/" + group).toLowerCase(Locale.ROOT);
        if (!groups.contains(key)) {
            throw new ArmErrorException(
                    404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
        }
    }

    /** Fails with 404 unless the subscription, the group and the parent of a resource exist. */
    public void requireAround(SimulatedId id, String action) {
        if (id.group().isEmpty()) {
            requireSubscription(id.subscription());
            return;
        }
        requireGroup(id.subscription(), id.group());
        if (!id.parent().isEmpty() && !byId.containsKey(id.parent().toLowerCase(Locale.ROOT))) {
            throw new ArmErrorException(
                    404,
                    "ParentResourceNotFound",
                    "Failed to perform '%s' on resource(s) of type '%s', because the parent resource '%s' could not be found."
                            .formatted(action, id.kind().typeName(), id.parent()));
        }
    }

    private static List<String> listsOf(SimulatedId id) {
        if (id.kind().isAzureSubscription()) {
            return List.of("/subscriptions");
        }
        String list = id.kind().type().toLowerCase(Locale.ROOT);
        if (!id.parent().isEmpty()) {
            return List.of((id.parent() + "/" + id.kind().segment()).toLowerCase(Locale.ROOT));
        }
        return List.of(
                "/subscriptions/" + id.subscription().toLowerCase(Locale.ROOT) + "/providers/" + list,
                id.groupKey() + "/providers/" + list);
    }
}
