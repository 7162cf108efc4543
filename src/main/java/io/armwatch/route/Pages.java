package io.armwatch.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.Observation;
import io.armwatch.change.Target;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pages of lists: what they hold is observed, and what lies below is asked for. */
final class Pages {
    private final Memory memory;
    private final Looks looks;
    private final FollowUpRequests followUps;
    private final SecretsGate secrets;
    private final URI endpoint;

    Pages(Memory memory, Looks looks, FollowUpRequests followUps, SecretsGate secrets, URI endpoint) {
        this.memory = memory;
        this.looks = looks;
        this.followUps = followUps;
        this.secrets = secrets;
        this.endpoint = endpoint;
    }

    /**
     * Reads a page. What is to be asked next is added to the work.
     *
     * @throws InvalidAnswerException where it is not JSON; then nothing of it counts
     */
    List<Observation> read(Poll poll, byte[] body, Work work) throws InvalidAnswerException {
        List<Observation> told = new ArrayList<>();
        Listing listing = poll.request().page().orElseThrow();
        Walk walk = poll.walk();
        Shown shown = walk.shown(listing);
        Page page = Page.of(body, shown, walk.number());
        if (!page.isList()) {
            unusable(poll, "the answer is no list: it has no value").ifPresent(told::add);
            return told;
        }
        for (Page.Item slice : page.items()) {
            Optional<Shown.Item> item = slice.shown(); // then it need not be read
            if (item.isEmpty()) {
                item = id(listing, slice.tree())
                        .map(id -> shown.add(id, slice.digest(), slice.length(), walk.mark(id.key())));
            }
            if (item.isPresent()) {
                shown.reads(walk.number(), item.get());
                item(poll, item.get(), slice, work).ifPresent(told::add);
            }
        }
        turn(poll, page, work).ifPresent(told::add);
        return told;
    }

    /** The id of an item of a list, where it belongs there. */
    static Optional<ArmId> id(Listing listing, JsonNode item) {
        return listing.item(text(item, "id"), text(item, "name"));
    }

    /** The list of the children of one that a list shows. */
    static Listing below(Source source, Listing listing, ArmId parent) {
        ResourceType type = source.type();
        int level = listing.level() + 1;
        return Plan.listing(
                type, ArmId.of(parent.text() + "/" + type.levels().get(level).type()), level);
    }

    private static Optional<String> text(JsonNode item, String field) {
        return Optional.ofNullable(item.path(field).textValue());
    }

    /** Asks for the next page, or notes that there is none. */
    private Optional<Observation> turn(Poll poll, Page page, Work work) {
        Listing listing = poll.request().page().orElseThrow();
        try {
            Optional<URI> next = listing.next(page.nextLink(), endpoint);
            if (next.isPresent()) {
                String query =
                        next.get().getRawQuery() == null ? "" : next.get().getRawQuery();
                work.add(ArmRequest.page(listing, poll.walk(), next.get().getRawPath(), query));
                return Optional.empty();
            }
            if (listing.isOdd()) {
                return unusable(poll, "the list holds something that does not belong into it");
            }
            poll.walk().ends(listing);
            return looks.reached(poll);
        } catch (InvalidAnswerException e) {
            return unusable(poll, e.problem());
        }
    }

    /** A list that cannot be read on shows nothing of what it lacks. */
    private Optional<Observation> unusable(Poll poll, String why) {
        return looks.failed(poll, poll.target(), poll.known(), PollFailure.invalid(why));
    }

    private Optional<Observation> item(Poll poll, Shown.Item item, Page.Item slice, Work work) {
        Optional<CacheEntry> entry = item.entry();
        if (entry.isPresent() && memory.recognises(entry.get(), item.digest(), poll.askedAt())) {
            if (item.meets(poll.walk().number())) {
                looks.unchanged(poll, entry.get().target());
            }
            return Optional.empty();
        }
        Listing listing = poll.request().page().orElseThrow();
        Source source = poll.walk().source();
        if (listing.level() + 1 < source.type().levels().size()) {
            Listing below = below(source, listing, item.id());
            if (poll.walk().begins(below)) {
                followUps.add(ArmRequest.list(below, poll.walk()), work);
            }
            return Optional.empty();
        }
        if (!item.meets(poll.walk().number())) {
            return Optional.empty();
        }
        if (source.action().isPresent() || secrets.beside(source).isPresent()) {
            followUps.add(ArmRequest.entity(source, item.id(), poll.walk(), false), work);
            return Optional.empty();
        }
        return entity(poll, new Target(source.name(), item.id(), source.keySuffix()), item, slice);
    }

    /** An item that is the whole entity is the observation itself, unless something newer became known since it was asked for. */
    private Optional<Observation> entity(Poll poll, Target target, Shown.Item item, Page.Item slice) {
        Optional<KnownSnapshot> known = memory.recall(target);
        item.shows(known.flatMap(KnownSnapshot::entry));
        if (known.isEmpty() || memory.changedSince(target, poll.moment())) {
            looks.unchanged(poll, target);
            return Optional.empty();
        }
        try {
            if (known.get().isOf(item.digest())) {
                memory.seenAgain(known.get(), poll.askedAt());
                looks.unchanged(poll, target);
                return Optional.empty();
            }
            JsonNode state = looks.decoded(poll.walk().source(), target.id(), slice.tree());
            return looks.seen(poll, target, known.get(), state, item.digest(), Optional.empty());
        } catch (InvalidAnswerException e) {
            return looks.failed(poll, target, known.get(), PollFailure.invalid(e.problem()));
        }
    }
}
