package io.armwatch.poll.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.poll.known.Digest;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, read from its bytes. All of it is checked to be JSON, but no tree is built: an item is a slice of the bytes.
 * As in a tree, if a field is repeated, the last one wins, and bytes after the end of the page are ignored.
 */
public final class ListPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final byte[] body;
    private final PreviousListing previousListing;
    private final List<Item> items = new ArrayList<>();
    private boolean list;
    private Optional<String> link = Optional.empty();
    private boolean linkInvalid;

    private ListPage(byte[] body, PreviousListing previousListing) {
        this.body = body;
        this.previousListing = previousListing;
    }

    /** One item: a slice of the bytes. */
    public final class Item {
        private final int from;
        private final int length;
        private final Digest digest;
        private final PreviousListing.@Nullable Item previous;

        private Item(int from, PreviousListing.Item previous) {
            this.from = from;
            this.length = previous.length();
            this.digest = previous.digest();
            this.previous = previous;
        }

        private Item(int from, int to) {
            this.from = from;
            this.length = to - from;
            this.digest = Digest.of(body, from, length);
            this.previous = previousListing.find(digest);
        }

        /** In bytes. */
        public int length() {
            return length;
        }

        public Digest digest() {
            return digest;
        }

        /** The same item in the previous listing; empty if it is new or changed. */
        public Optional<PreviousListing.Item> previous() {
            return Optional.ofNullable(previous);
        }

        /** As {@link #previous()}, without an allocation. */
        PreviousListing.@Nullable Item previousOrNull() {
            return previous;
        }

        public JsonNode tree() throws InvalidAnswerException {
            try {
                return MAPPER.readTree(body, from, length);
            } catch (IOException e) {
                throw notJson();
            }
        }
    }

    /**
     * Reads a page.
     *
     * @param previousListing the list as the previous scan read it
     * @param scan the number of the scan that reads the page
     */
    public static ListPage of(byte[] body, PreviousListing previousListing, int scan) throws InvalidAnswerException {
        PreviousListing.Item next = previousListing.expectedNext(scan);
        if (next != null) {
            ListPage page = new ListPage(body, previousListing);
            if (new UnchangedPageReader(page, body).read(next)) {
                return page;
            }
        }
        return of(body, previousListing);
    }

    private static ListPage of(byte[] body, PreviousListing previousListing) throws InvalidAnswerException {
        try (JsonParser parser = MAPPER.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first != null && parser.currentTokenLocation().getByteOffset() < 0) {
                return of(utf8(body), previousListing);
            }
            ListPage page = new ListPage(body, previousListing);
            page.read(parser);
            return page;
        } catch (IOException e) {
            throw notJson();
        }
    }

    /** Converts UTF-16 and UTF-32, which are JSON too: their parser counts characters, not bytes. */
    private static byte[] utf8(byte[] body) throws IOException {
        return MAPPER.readTree(body).toString().getBytes(UTF_8);
    }

    private static InvalidAnswerException notJson() {
        return new InvalidAnswerException("the answer is not JSON");
    }

    private void read(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            parser.skipChildren();
            parser.finishToken();
            return;
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals("value")) {
                readItems(parser);
            } else {
                readOther(field, parser);
            }
        }
    }

    /** Reads a field other than {@code value}. */
    void readOther(String field, JsonParser parser) throws IOException {
        if (field.equals("nextLink")) {
            readLink(parser);
        }
        parser.skipChildren();
    }

    private void readItems(JsonParser parser) throws IOException {
        items.clear();
        list = parser.isExpectedStartArrayToken();
        if (!list) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            add(from, (int) parser.currentLocation().getByteOffset());
        }
    }

    private void readLink(JsonParser parser) throws IOException {
        boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
        link = text ? Optional.of(parser.getText()) : Optional.empty();
        linkInvalid = !text && parser.currentToken() != JsonToken.VALUE_NULL;
    }

    /** Adds an item that has the same bytes as in the previous listing. */
    Item addUnchanged(int from, PreviousListing.Item previous) {
        return add(new Item(from, previous));
    }

    Item add(int from, int to) {
        return add(new Item(from, to));
    }

    private Item add(Item item) {
        items.add(item);
        return item;
    }

    /** Notes that the page has a {@code value} that is an array. */
    void markList() {
        list = true;
    }

    /** Whether the page has a {@code value} that is an array. */
    public boolean isList() {
        return list;
    }

    public List<Item> items() {
        return items;
    }

    /** The link to the next page; empty if it is absent or null. */
    public Optional<String> nextLink() throws InvalidAnswerException {
        if (linkInvalid) {
            throw new InvalidAnswerException("its nextLink is not a string");
        }
        return link;
    }
}
