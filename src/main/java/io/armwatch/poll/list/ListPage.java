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
 * A page of a list as the bytes that came. The whole of it is checked to be JSON, but no tree is made: an item is a slice. As in a
 * tree, if a field is repeated, the last one wins, and what follows the page's end is ignored.
 */
public final class ListPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final byte[] body;
    private final PreviousListing before;
    private final List<Item> items = new ArrayList<>();
    private boolean list;
    private Optional<String> link = Optional.empty();
    private boolean linkIsOdd;

    private ListPage(byte[] body, PreviousListing before) {
        this.body = body;
        this.before = before;
    }

    /** One item, as bytes. */
    public final class Item {
        private final int from;
        private final int length;
        private final Digest digest;
        private final PreviousListing.@Nullable Item shown;

        private Item(int from, PreviousListing.Item shown) {
            this.from = from;
            this.length = shown.length();
            this.digest = shown.digest();
            this.shown = shown;
        }

        private Item(int from, int to) {
            this.from = from;
            this.length = to - from;
            this.digest = Digest.of(body, from, length);
            this.shown = before.of(digest);
        }

        /** In bytes. */
        public int length() {
            return length;
        }

        public Digest digest() {
            return digest;
        }

        /** What these bytes are known for, where they were shown before. */
        public Optional<PreviousListing.Item> shown() {
            return Optional.ofNullable(shown);
        }

        /** The same, for where nothing may be allocated. */
        PreviousListing.@Nullable Item known() {
            return shown;
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
     * @param before what the list showed last, as the walk goes by it that reads this page
     */
    public static ListPage of(byte[] body, PreviousListing before, int walk) throws InvalidAnswerException {
        PreviousListing.Item next = before.next(walk);
        if (next != null) {
            ListPage page = new ListPage(body, before);
            if (new UnchangedPageReader(page, body).read(next)) {
                return page;
            }
        }
        return of(body, before);
    }

    private static ListPage of(byte[] body, PreviousListing before) throws InvalidAnswerException {
        try (JsonParser parser = MAPPER.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first != null && parser.currentTokenLocation().getByteOffset() < 0) {
                return of(utf8(body), before);
            }
            ListPage page = new ListPage(body, before);
            page.read(parser);
            return page;
        } catch (IOException e) {
            throw notJson();
        }
    }

    /** UTF-16 and UTF-32 are JSON too, but their parser counts characters. */
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
                value(parser);
            } else {
                other(field, parser);
            }
        }
    }

    /** Reads a field that holds no items. */
    void other(String field, JsonParser parser) throws IOException {
        if (field.equals("nextLink")) {
            link(parser);
        }
        parser.skipChildren();
    }

    private void value(JsonParser parser) throws IOException {
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

    private void link(JsonParser parser) throws IOException {
        boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
        link = text ? Optional.of(parser.getText()) : Optional.empty();
        linkIsOdd = !text && parser.currentToken() != JsonToken.VALUE_NULL;
    }

    /** Adds an item that begins there and is as it was shown last. */
    Item addShown(int from, PreviousListing.Item shown) {
        return add(new Item(from, shown));
    }

    Item add(int from, int to) {
        return add(new Item(from, to));
    }

    private Item add(Item item) {
        items.add(item);
        return item;
    }

    /** Says that it has a value, which is a list. */
    void markList() {
        list = true;
    }

    /** Whether it has a value that is a list. */
    public boolean isList() {
        return list;
    }

    public List<Item> items() {
        return items;
    }

    /** Where the next page is; absent and null are none. */
    public Optional<String> nextLink() throws InvalidAnswerException {
        if (linkIsOdd) {
            throw new InvalidAnswerException("its nextLink is no link");
        }
        return link;
    }
}
