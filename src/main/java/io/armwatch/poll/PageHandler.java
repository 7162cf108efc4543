package io.armwatch.poll;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.Observation;
import io.armwatch.change.Target;
import io.armwatch.poll.known.CacheEntry;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.ListPage;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.list.PreviousListing;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pages of lists: what they hold is observed, and what lies below is asked for. */
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
     * Reads a page. What is to be asked next is added to the work.
     *
     * @throws InvalidAnswerException where it is not JSON; then nothing of it counts
     */
    List<Observation> read(Poll poll, byte[] body, RequestQueue queue) throws InvalidAnswerException {
        List<Observation> observations = new ArrayList<>();
        Listing listing = poll.request().page().orElseThrow();
        Scan scan = poll.scan();
        PreviousListing previous = scan.previousListing(listing);
        ListPage page = ListPage.of(body, previous, scan.number());
        if (!page.isList()) {
            unusable(poll, "the answer is not a list: it has no 'value'").ifPresent(observations::add);
            return observations;
        }
        for (ListPage.Item slice : page.items()) {
            Optional<PreviousListing.Item> item = slice.shown(); // then it need not be read
            if (item.isEmpty()) {
                item = id(listing, slice.tree())
                        .map(id -> previous.add(id, slice.digest(), slice.length(), scan.mark(id.key())));
            }
            if (item.isPresent()) {
                previous.reads(scan.number(), item.get());
                item(poll, item.get(), slice, queue).ifPresent(observations::add);
            }
        }
        turn(poll, page, queue).ifPresent(observations::add);
        return observations;
    }

    /** The id of an item of a list, where it belongs there. */
    static Optional<ArmId> id(Listing listing, JsonNode item) {
        return listing.item(text(item, "id"), text(item, "name"));
    }

    /** The list of the children of one that a list shows. */
    static Listing below(Source source, Listing listing, ArmId parent) {
        ResourceType type = source.type();
        int level = listing.level() + 1;
        return ScanPlan.listing(
                type, ArmId.of(parent.text() + "/" + type.levels().get(level).type()), level);
    }

    private static Optional<String> text(JsonNode item, String field) {
        return Optional.ofNullable(item.path(field).textValue());
    }

    /** Asks for the next page, or notes that there is none. */
    private Optional<Observation> turn(Poll poll, ListPage page, RequestQueue queue) {
        Listing listing = poll.request().page().orElseThrow();
        try {
            Optional<URI> next = listing.next(page.nextLink(), endpoint);
            if (next.isPresent()) {
                String query =
                        next.get().getRawQuery() == null ? "" : next.get().getRawQuery();
                queue.add(ArmRequest.page(listing, poll.scan(), next.get().getRawPath(), query));
                return Optional.empty();
            }
            if (listing.isOdd()) {
                return unusable(poll, "the list holds an item of another type or scope");
            }
            poll.scan().completeList(listing);
            return factory.reached(poll);
        } catch (InvalidAnswerException e) {
            return unusable(poll, e.problem());
        }
    }

    /** A list that cannot be read on shows nothing of what it lacks. */
    private Optional<Observation> unusable(Poll poll, String why) {
        return factory.failed(poll, poll.target(), poll.known(), PollFailure.invalid(why));
    }

    private Optional<Observation> item(Poll poll, PreviousListing.Item item, ListPage.Item slice, RequestQueue queue) {
        Optional<CacheEntry> entry = item.entry();
        if (entry.isPresent() && cache.confirmUnchanged(entry.get(), item.digest(), poll.askedAt())) {
            if (item.meets(poll.scan().number())) {
                factory.unchanged(poll, entry.get().target());
            }
            return Optional.empty();
        }
        Listing listing = poll.request().page().orElseThrow();
        Source source = poll.scan().source();
        if (listing.level() + 1 < source.type().levels().size()) {
            Listing below = below(source, listing, item.id());
            if (poll.scan().startList(below)) {
                followUps.add(ArmRequest.list(below, poll.scan()), queue);
            }
            return Optional.empty();
        }
        if (!item.meets(poll.scan().number())) {
            return Optional.empty();
        }
        if (source.action().isPresent() || secrets.beside(source).isPresent()) {
            followUps.add(ArmRequest.entity(source, item.id(), poll.scan(), false), queue);
            return Optional.empty();
        }
        return entity(poll, new Target(source.name(), item.id(), source.keySuffix()), item, slice);
    }

    /** An item that is the whole entity is the observation itself, unless something newer became known since it was asked for. */
    private Optional<Observation> entity(Poll poll, Target target, PreviousListing.Item item, ListPage.Item slice) {
        Optional<KnownSnapshot> known = cache.recall(target);
        item.shows(known.flatMap(KnownSnapshot::entry));
        if (known.isEmpty() || cache.changedSince(target, poll.moment())) {
            factory.unchanged(poll, target);
            return Optional.empty();
        }
        try {
            if (known.get().isOf(item.digest())) {
                cache.seenAgain(known.get(), poll.askedAt());
                factory.unchanged(poll, target);
                return Optional.empty();
            }
            JsonNode state = factory.decoded(poll.scan().source(), target.id(), slice.tree());
            return factory.seen(poll, target, known.get(), state, item.digest(), Optional.empty());
        } catch (InvalidAnswerException e) {
            return factory.failed(poll, target, known.get(), PollFailure.invalid(e.problem()));
        }
    }
}
