package io.armwatch.poll.list;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.source.InvalidAnswerException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A list that is being read, page after page. */
public final class Listing {
    private final ArmId id;
    private final List<ResourceType> types;
    private final String type;
    private final int level;
    private final Level names;
    private final boolean holdsResources;
    private final boolean leadsBelow;
    private final PageLinks links = new PageLinks();
    private boolean foreignItems;

    /**
     * Starts to read a list.
     *
     * @param types the types of the resources to which it leads, which are the same down to its level
     * @param level which level of these types it lists, from 0
     */
    public Listing(ArmId id, List<ResourceType> types, int level) {
        this.id = id;
        this.types = List.copyOf(types);
        this.type = types.get(0).prefix(level + 1);
        this.level = level;
        this.names = types.get(0).levels().get(level);
        this.holdsResources = types.stream().anyMatch(each -> each.levels().size() == level + 1);
        this.leadsBelow = types.stream().anyMatch(each -> each.levels().size() > level + 1);
        if (types.stream().anyMatch(each -> !each.prefix(level + 1).equals(type))) {
            throw new IllegalArgumentException("the types of one list differ: " + types);
        }
    }

    public ArmId id() {
        return id;
    }

    public int level() {
        return level;
    }

    /** Whether its items are resources of its types. */
    public boolean holdsResources() {
        return holdsResources;
    }

    /** The lists below one of its items: one for each kind of children that leads to its types. */
    public List<Listing> childLists(ArmId item) {
        if (!leadsBelow) { // nearly always
            return List.of();
        }
        return types.stream()
                .filter(each -> each.levels().size() > level + 1)
                .collect(groupingBy(each -> each.prefix(level + 2), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(same -> childList(item, same))
                .toList();
    }

    private Listing childList(ArmId item, List<ResourceType> same) {
        String children = same.get(0).levels().get(level + 1).type();
        return new Listing(ArmId.of(item.text() + "/" + children), same, level + 1);
    }

    /** The address of the next page, see {@link PageLinks#nextPage}. */
    public Optional<URI> nextPage(Optional<String> link, URI endpoint) throws InvalidAnswerException {
        return links.nextPage(link, endpoint);
    }

    /**
     * The id of an item; empty if the item does not belong to this list, which is then marked as one with foreign items. The id of a
     * child is built from the list's own id and the item's name, because even the examples in Azure's reference misspell the account
     * in ids of certificates.
     */
    public synchronized Optional<ArmId> itemId(Optional<String> itemId, Optional<String> name) {
        Optional<ArmId> item = level > 0
                ? name.filter(names::accepts).flatMap(itemName -> parsedId(id.text() + "/" + itemName))
                : itemId.flatMap(Listing::parsedId).filter(this::isOfThisList);
        foreignItems |= item.isEmpty();
        return item;
    }

    /** Whether an item did not belong to this list. Such a list cannot prove that a resource is absent. */
    public synchronized boolean hasForeignItems() {
        return foreignItems;
    }

    private static Optional<ArmId> parsedId(String text) {
        try {
            return Optional.of(ArmId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isOfThisList(ArmId item) {
        boolean inGroup = id.resourceGroup()
                .map(group ->
                        item.resourceGroup().filter(group::equalsIgnoreCase).isPresent())
                .orElse(true);
        String end = "/providers/" + type + "/" + item.name();
        return item.key().endsWith(end.toLowerCase(Locale.ROOT))
                && item.subscriptionId().equalsIgnoreCase(id.subscriptionId())
                && item.resourceGroup().isPresent()
                && inGroup
                && names.accepts(item.name());
    }
}
