package io.armwatch.poll.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.source.InvalidAnswerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The links from page to page of one list. */
public final class PageLinks {
    /** Allows 100,000 resources even at ten to a page. */
    static final int MAX_PAGES = 10_000;

    private static final int MAX_LINK_LENGTH = 8192;

    private final Set<UUID> links = new HashSet<>();

    /**
     * The address of the next page; empty at the end of the list.
     *
     * @param link the page's nextLink; absent, null and empty all end a list
     * @param endpoint the only scheme, host and port that a link may have, because the request carries the token
     */
    public synchronized Optional<URI> nextPage(Optional<String> link, URI endpoint) throws InvalidAnswerException {
        if (link.isEmpty() || link.get().isBlank()) {
            return Optional.empty();
        }
        if (link.get().length() > MAX_LINK_LENGTH) {
            throw new InvalidAnswerException("its nextLink is longer than " + MAX_LINK_LENGTH + " characters");
        }
        URI next = parsed(link.get());
        if (!origin(next).equals(origin(endpoint)) || next.getRawUserInfo() != null) {
            throw new InvalidAnswerException("its nextLink points to another host than the endpoint");
        }
        if (!links.add(UUID.nameUUIDFromBytes(link.get().getBytes(UTF_8)))) {
            throw new InvalidAnswerException("its nextLink points back to an earlier page");
        }
        if (links.size() >= MAX_PAGES) {
            throw new InvalidAnswerException("it has more than " + MAX_PAGES + " pages");
        }
        return Optional.of(next);
    }

    private static URI parsed(String link) throws InvalidAnswerException {
        try {
            return new URI(link.replace(" ", "%20"));
        } catch (URISyntaxException e) {
            throw new InvalidAnswerException("its nextLink is not a URI");
        }
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":"
                + (uri.getPort() < 0 ? standard : uri.getPort());
    }
}
