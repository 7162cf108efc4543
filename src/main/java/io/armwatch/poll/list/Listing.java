package io.armwatch.poll.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.source.InvalidAnswerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One list being read, page after page. */
public final class Listing {
    /** Pages of one list at most: 100,000 resources even where a page holds ten. */
    static final int MOST_PAGES = 10_000;

    private static final int LONGEST_LINK = 8192;

    private final ArmId id;
    private final String type;
    private final int level;
    private final Level names;
    private final Set<UUID> links = new HashSet<>();
    private boolean odd;

    /**
     * Starts to read a list.
     *
     * @param level which level of its source's type it lists, from 0
     */
    public Listing(ArmId id, String type, int level, Level names) {
        this.id = id;
        this.type = type;
        this.level = level;
        this.names = names;
    }

    public ArmId id() {
        return id;
    }

    public int level() {
        return level;
    }

    /**
     * The next page, where there is one.
     *
     * @param link the page's nextLink; absent, null and empty all end a list
     * @param endpoint the only scheme, host and port that is followed to: the token goes where the request goes
     */
    public synchronized Optional<URI> next(Optional<String> link, URI endpoint) throws InvalidAnswerException {
        if (link.isEmpty() || link.get().isBlank()) {
            return Optional.empty();
        }
        if (link.get().length() > LONGEST_LINK) {
            throw new InvalidAnswerException("its nextLink is longer than " + LONGEST_LINK + " characters");
        }
        URI next = parsed(link.get());
        if (!origin(next).equals(origin(endpoint)) || next.getRawUserInfo() != null) {
            throw new InvalidAnswerException("its nextLink points to another host than the endpoint");
        }
        if (!links.add(UUID.nameUUIDFromBytes(link.get().getBytes(UTF_8)))) {
            throw new InvalidAnswerException("its nextLink points back to an earlier page");
        }
        if (links.size() >= MOST_PAGES) {
            throw new InvalidAnswerException("it has more than " + MOST_PAGES + " pages");
        }
        return Optional.of(next);
    }

    private static URI parsed(String link) throws InvalidAnswerException {
        try {
            return new URI(link.replace(" ", "%20"));
        } catch (URISyntaxException e) {
            throw new InvalidAnswerException("its nextLink is no link");
        }
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":"
                + (uri.getPort() < 0 ? standard : uri.getPort());
    }

    /**
     * The id of an item; empty, and the list an odd one, where it is none of this list. A child's is made of the list's own id and the item's name, as the reference's own examples have a
     * misspelt account in the ids of certificates; any other's is its id, where that belongs into this list.
     */
    public synchronized Optional<ArmId> item(Optional<String> itemId, Optional<String> name) {
        Optional<ArmId> item = level > 0
                ? name.filter(names::allows).flatMap(given -> parsedId(id.text() + "/" + given))
                : itemId.flatMap(Listing::parsedId).filter(this::belongs);
        odd |= item.isEmpty();
        return item;
    }

    /** Whether something was in it that does not belong there, so that it shows of nothing that it is not there. */
    public synchronized boolean isOdd() {
        return odd;
    }

    private static Optional<ArmId> parsedId(String text) {
        try {
            return Optional.of(ArmId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean belongs(ArmId item) {
        boolean grouped = id.resourceGroup()
                .map(group ->
                        item.resourceGroup().filter(group::equalsIgnoreCase).isPresent())
                .orElse(true);
        String end = "/providers/" + type + "/" + item.name();
        return item.key().endsWith(end.toLowerCase(Locale.ROOT))
                && item.subscriptionId().equalsIgnoreCase(id.subscriptionId())
                && item.resourceGroup().isPresent()
                && grouped
                && names.allows(item.name());
    }
}
