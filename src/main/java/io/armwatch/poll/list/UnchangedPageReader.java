package io.armwatch.poll.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.poll.known.Digest;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fast path for lists: reads a page in which most items are, byte for byte, those of the scan before. They are recognised by
 * their digests where they stood then, and are not parsed. A page that cannot be read so is parsed by {@link ListPage}.
 */
final class UnchangedPageReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is read in place of all that stands before the items' end. */
    private static final byte[] BEFORE = "{\"\":[]".getBytes(UTF_8);
    /** What reads an item by itself: it stands two levels deep in a page. */
    private static final ObjectMapper ITEMS = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(StreamReadConstraints.DEFAULT_MAX_DEPTH - 2)
                    .build())
            .build());

    private final ListPage page;
    private final byte[] body;
    /** How many bytes were not what stood there before: a page that goes on like that is parsed. */
    private long lookedAtInVain;

    /** @param page takes what is read, and is to be dropped where it cannot be read so */
    UnchangedPageReader(ListPage page, byte[] body) {
        this.page = page;
        this.body = body;
    }

    /**
     * Reads a page in which most items stand where they did, so that what they are need not be parsed.
     *
     * @param next the item that stands first
     * @return whether it could be read so; otherwise nothing of it counts
     */
    boolean read(PreviousListing.Item next) {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            if (!parser.isExpectedStartObjectToken()) {
                return false;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("value")) {
                    int from = (int) parser.currentLocation().getByteOffset();
                    return parser.isExpectedStartArrayToken() && from > 0 && readItems(from, next);
                }
                page.other(field, parser);
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean readItems(int from, PreviousListing.Item first) throws IOException {
        PreviousListing.Item next = first;
        int at = from;
        do {
            at = afterSpace(at);
            ListPage.Item item = next != null && stands(next, at) ? page.addShown(at, next) : parsed(at);
            if (item == null) {
                return false;
            }
            // One that is not known stands where another one stood: most likely it is that, changed.
            PreviousListing.Item known = item.known();
            PreviousListing.Item before = known == null ? next : known;
            next = before == null ? null : before.next();
            at = afterSpace(at + item.length()) + 1;
        } while (isAt(at - 1, ','));
        return isAt(at - 1, ']') && readRest(at);
    }

    private boolean isAt(int at, char expected) {
        return at < body.length && body[at] == expected;
    }

    private boolean stands(PreviousListing.Item item, int at) {
        if (body.length - at <= item.length() || lookedAtInVain > body.length) {
            return false;
        }
        boolean stands = Digest.of(body, at, item.length()).equals(item.digest());
        lookedAtInVain += stands ? 0 : item.length();
        return stands;
    }

    /** An item that is to be parsed; null where it is no object. */
    private ListPage.@Nullable Item parsed(int at) throws IOException {
        if (!isAt(at, '{')) {
            return null;
        }
        try (JsonParser parser = ITEMS.createParser(body, at, body.length - at)) {
            parser.nextToken();
            parser.skipChildren();
            int length = (int) parser.currentLocation().getByteOffset(); // less than 0 where it looks like UTF-16
            return length > 0 ? page.add(at, at + length) : null;
        }
    }

    private int afterSpace(int at) {
        int i = at;
        while (isAt(i, ' ') || isAt(i, '\n') || isAt(i, '\r') || isAt(i, '\t')) {
            i++;
        }
        return i;
    }

    /** What follows the items. */
    private boolean readRest(int from) throws IOException {
        byte[] rest = Arrays.copyOfRange(body, from - BEFORE.length, body.length);
        System.arraycopy(BEFORE, 0, rest, 0, BEFORE.length);
        try (JsonParser parser = JSON.createParser(rest)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("value")) {
                    return false; // the last one wins
                }
                page.other(field, parser);
            }
        }
        page.markList();
        return true;
    }
}
