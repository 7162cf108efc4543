package io.armwatch.poll;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.change.Labels;
import io.armwatch.change.Observation;
import io.armwatch.change.Target;
import io.armwatch.poll.known.CacheEntry;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.ListPage;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.list.PreviousListing;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pages of lists: makes observations of their items, and requests what they do not hold in full. */
public final class PageHandler {
    private final KnownStateCache cache;
    private final ObservationFactory factory;
    private final FollowUpRequests followUps;
    private final SecretsGate secrets;
    private final URI endpoint;

    public PageHandler(
            KnownStateCache cache,
            ObservationFactory factory,
            FollowUpRequests followUps,
            SecretsGate secrets,
            URI endpoint) {
        this.cache = cache;
        this.factory = factory;
        this.followUps = followUps;
        this.secrets = secrets;
        this.endpoint = endpoint;
    }

    /**
     * Reads a page, and adds the requests that follow from it to the queue.
     *
     * @throws InvalidAnswerException if it is not JSON; then none of its items counts
     */
    List<Observation> read(Poll poll, byte[] body, RequestQueue queue) throws InvalidAnswerException {
        List<Observation> observations = new ArrayList<>();
        Listing listing = poll.request().page().orElseThrow();
        Scan scan = poll.scan();
        PreviousListing previous = scan.previousListing(listing);
        ListPage page = ListPage.of(body, previous, scan.number());
        if (!page.isList()) {
            unusableList(poll, "the answer is not a list: it has no 'value'").ifPresent(observations::add);
            return observations;
        }
        poll.publish(body);
        for (ListPage.Item slice : page.items()) {
            Optional<PreviousListing.Item> item = slice.previous(); // if present, the item need not be parsed
            if (item.isEmpty()) {
                item = add(poll, previous, slice);
            }
            if (item.isPresent()) {
                previous.markRead(scan.number(), item.get());
            }
            if (item.isPresent() && !scan.part().exclusions().contain(item.get().id())) {
                handleItem(poll, item.get(), slice, queue).ifPresent(observations::add);
            }
        }
        requestNextPage(poll, page, queue).ifPresent(observations::add);
        return observations;
    }

    /** Completes a list that holds nothing. */
    Optional<Observation> readNone(Poll poll) {
        poll.scan().completeList(poll.request().page().orElseThrow());
        return factory.reached(poll);
    }

    /** Parses an item that the previous scan has not read. */
    private static Optional<PreviousListing.Item> add(Poll poll, PreviousListing previous, ListPage.Item slice)
            throws InvalidAnswerException {
        Listing listing = poll.request().page().orElseThrow();
        Source source = poll.scan().source();
        JsonNode tree = slice.tree();
        Optional<PreviousListing.Item> item = itemId(listing, tree)
                .map(id -> previous.add(
                        id, slice.digest(), slice.length(), poll.scan().seenMark(id.key())));
        if (listing.holdsResources()) {
            item.ifPresent(each -> each.describe(poll.sentAt(), source.shouldPoll(tree), source.isWhole(tree)));
        }
        item.filter(each -> !listing.holdsResources() || !each.isWhole())
                .ifPresent(each -> each.keepLabels(Labels.of(tree)));
        return item;
    }

    /** The id of an item; empty if it does not belong to the list. */
    static Optional<ArmId> itemId(Listing listing, JsonNode item) {
        return listing.itemId(text(item, "id"), text(item, "name"));
    }

    private static Optional<String> text(JsonNode item, String field) {
        return Optional.ofNullable(item.path(field).textValue());
    }

    /** Requests the next page, or completes the list. */
    private Optional<Observation> requestNextPage(Poll poll, ListPage page, RequestQueue queue) {
        Listing listing = poll.request().page().orElseThrow();
        try {
            Optional<URI> next = listing.nextPage(page.nextLink(), endpoint);
            if (next.isPresent()) {
                String query =
                        next.get().getRawQuery() == null ? "" : next.get().getRawQuery();
                queue.add(ArmRequest.page(listing, poll.scan(), next.get().getRawPath(), query)
                        .with(poll.request().listed()));
                return Optional.empty();
            }
            if (listing.hasForeignItems()) {
                return unusableList(poll, "the list holds an item of another type or scope");
            }
            poll.scan().completeList(listing);
            return factory.reached(poll);
        } catch (InvalidAnswerException e) {
            return unusableList(poll, e.problem());
        }
    }

    /** The failure of a list that cannot be read to its end: it cannot prove that a resource is absent. */
    private Optional<Observation> unusableList(Poll poll, String why) {
        return factory.failed(poll, poll.target(), poll.known(), PollFailure.invalid(why));
    }

    private Optional<Observation> handleItem(
            Poll poll, PreviousListing.Item item, ListPage.Item slice, RequestQueue queue) {
        Listing listing = poll.request().page().orElseThrow();
        Labels labels = item.labels().orElse(poll.request().listed());
        for (Listing below : listing.childLists(item.id())) {
            if (poll.scan().startList(below)) {
                followUps.add(ArmRequest.list(below, poll.scan()).with(labels), queue);
            }
        }
        if (!listing.holdsResources()) {
            return Optional.empty();
        }
        Optional<CacheEntry> entry = item.entry();
        if (entry.isPresent() && cache.confirmUnchanged(entry.get(), item.digest(), poll.sentAt())) {
            if (item.markSeen(poll.scan().number())) {
                factory.countUnchanged(poll, entry.get().target());
            }
            return Optional.empty();
        }
        Source source = poll.scan().source();
        if (!item.markSeen(poll.scan().number())) {
            return Optional.empty();
        }
        if (!item.isPolled()) {
            return factory.skipped(poll, new Target(source.name(), item.id(), source.keySuffix()));
        }
        if (!item.isWhole() || secrets.secretsSource(source).isPresent()) {
            if (!source.listsEveryChange() || !confirmUnchanged(poll, item)) {
                followUps.add(
                        ArmRequest.entity(source, item.id(), poll.scan(), false).with(labels), queue);
            }
            return Optional.empty();
        }
        return handleEntity(poll, new Target(source.name(), item.id(), source.keySuffix()), item, slice);
    }

    /**
     * Counts the resource of an unchanged item as unchanged, if the resource itself was polled since the list has shown this item.
     *
     * @return whether it was
     */
    private boolean confirmUnchanged(Poll poll, PreviousListing.Item item) {
        Source source = poll.scan().source();
        Optional<KnownSnapshot> known = cache.recall(new Target(source.name(), item.id(), source.keySuffix()))
                .filter(each -> each.state().filter(KnownState::isSettled).isPresent())
                .filter(each -> each.lastSeenAt()
                        .filter(at -> !at.isBefore(item.firstReadAt()))
                        .isPresent());
        known.ifPresent(each -> {
            cache.markUnchanged(each, poll.sentAt());
            factory.countUnchanged(poll, new Target(source.name(), item.id(), source.keySuffix()));
        });
        return known.isPresent();
    }

    /** Observes an item that holds the whole resource, unless its known state has changed since the page was requested. */
    private Optional<Observation> handleEntity(
            Poll poll, Target target, PreviousListing.Item item, ListPage.Item slice) {
        Optional<KnownSnapshot> known = cache.recall(target);
        item.linkTo(known.flatMap(KnownSnapshot::entry));
        if (known.isEmpty() || cache.hasChangedSince(target, poll.moment())) {
            factory.countUnchanged(poll, target);
            return Optional.empty();
        }
        try {
            if (known.get().hasDigest(item.digest())) {
                cache.markUnchanged(known.get(), poll.sentAt());
                factory.countUnchanged(poll, target);
                return Optional.empty();
            }
            JsonNode state = factory.decode(poll.scan().source(), target.id(), slice.tree());
            return factory.seen(poll, target, known.get(), state, item.digest(), Optional.empty());
        } catch (InvalidAnswerException e) {
            return factory.failed(poll, target, known.get(), PollFailure.invalid(e.problem()));
        }
    }
}
