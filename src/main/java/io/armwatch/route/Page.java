package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as the bytes that came. The whole of it is checked to be JSON, but no tree is made: an item is a slice. As in a
 * tree, the last one counts of what is given twice, and what follows the page's end is not looked at.
 */
final class Page {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What is read in place of all that stands before the items' end. */
    private static final byte[] BEFORE = "{\"\":[]".getBytes(UTF_8);
    /** What reads an item by itself: it stands two levels deep in a page. */
    private static final ObjectMapper ITEMS = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(StreamReadConstraints.DEFAULT_MAX_DEPTH - 2)
                    .build())
            .build());

    private final byte[] body;
    private final Shown before;
    private final List<Item> items = new ArrayList<>();
    private boolean list;
    private Optional<String> link = Optional.empty();
    private boolean linkIsOdd;
    /** How many bytes were not what stood there before: a page that goes on like that is parsed. */
    private long lookedAtInVain;

    private Page(byte[] body, Shown before) {
        this.body = body;
        this.before = before;
    }

    /** One item, as bytes. */
    final class Item {
        private final int from;
        private final int length;
        private final byte[] digest;
        private final Shown.@Nullable Item shown;

        /** One that begins there and is as it was shown last. */
        private Item(int from, Shown.Item shown) {
            this.from = from;
            this.length = shown.length();
            this.digest = shown.digest();
            this.shown = shown;
        }

        private Item(int from, int to) {
            this.from = from;
            this.length = to - from;
            this.digest = Memory.digest(body, from, length);
            this.shown = before.of(digest);
        }

        /** In bytes. */
        int length() {
            return length;
        }

        byte[] digest() {
            return digest;
        }

        /** What these bytes are known for, where they were shown before. */
        Optional<Shown.Item> shown() {
            return Optional.ofNullable(shown);
        }

        JsonNode tree() throws InvalidAnswerException {
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
    static Page of(byte[] body, Shown before, int walk) throws InvalidAnswerException {
        Shown.Item next = before.next(walk);
        if (next != null) {
            Page page = new Page(body, before);
            if (page.readAsShown(next)) {
                return page;
            }
        }
        return of(body, before);
    }

    private static Page of(byte[] body, Shown before) throws InvalidAnswerException {
        try (JsonParser parser = MAPPER.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first != null && parser.currentTokenLocation().getByteOffset() < 0) {
                return of(utf8(body), before);
            }
            Page page = new Page(body, before);
            page.read(parser);
            return page;
        } catch (IOException e) {
            throw notJson();
        }
    }

    /**
     * Reads a page in which most items stand where they did, so that what they are need not be parsed.
     *
     * @param next the item that stands first
     * @return whether it could be read so; otherwise nothing of it counts
     */
    private boolean readAsShown(Shown.Item next) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            parser.nextToken();
            if (!parser.isExpectedStartObjectToken()) {
                return false;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("value")) {
                    int from = (int) parser.currentLocation().getByteOffset();
                    return parser.isExpectedStartArrayToken() && from > 0 && valueAsShown(from, next);
                }
                other(field, parser);
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean valueAsShown(int from, Shown.Item first) throws IOException {
        Shown.Item next = first;
        int at = from;
        do {
            at = afterSpace(at);
            Item item = next != null && stands(next, at) ? new Item(at, next) : parsed(at);
            if (item == null) {
                return false;
            }
            items.add(item);
            // One that is not known stands where another one stood: as a rule it is that, changed.
            Shown.Item known = item.shown == null ? next : item.shown;
            next = known == null ? null : known.next();
            at = afterSpace(at + item.length) + 1;
        } while (isAt(at - 1, ','));
        return isAt(at - 1, ']') && restAsShown(at);
    }

    private boolean isAt(int at, char expected) {
        return at < body.length && body[at] == expected;
    }

    private boolean stands(Shown.Item item, int at) {
        if (body.length - at <= item.length() || lookedAtInVain > body.length) {
            return false;
        }
        boolean stands = Arrays.equals(Memory.digest(body, at, item.length()), item.digest());
        lookedAtInVain += stands ? 0 : item.length();
        return stands;
    }

    /** An item that is to be parsed; null where it is no object. */
    private @Nullable Item parsed(int at) throws IOException {
        if (!isAt(at, '{')) {
            return null;
        }
        try (JsonParser parser = ITEMS.createParser(body, at, body.length - at)) {
            parser.nextToken();
            parser.skipChildren();
            int length = (int) parser.currentLocation().getByteOffset(); // less than 0 where it looks like UTF-16
            return length > 0 ? new Item(at, at + length) : null;
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
    private boolean restAsShown(int from) throws IOException {
        byte[] rest = Arrays.copyOfRange(body, from - BEFORE.length, body.length);
        System.arraycopy(BEFORE, 0, rest, 0, BEFORE.length);
        try (JsonParser parser = MAPPER.createParser(rest)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("value")) {
                    return false; // the last one counts
                }
                other(field, parser);
            }
        }
        list = true;
        return true;
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

    private void other(String field, JsonParser parser) throws IOException {
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
            items.add(new Item(from, (int) parser.currentLocation().getByteOffset()));
        }
    }

    private void link(JsonParser parser) throws IOException {
        boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
        link = text ? Optional.of(parser.getText()) : Optional.empty();
        linkIsOdd = !text && parser.currentToken() != JsonToken.VALUE_NULL;
    }

    /** Whether it has a value that is a list. */
    boolean isList() {
        return list;
    }

    List<Item> items() {
        return items;
    }

    /** Where the next page is; absent and null are none. */
    Optional<String> nextLink() throws InvalidAnswerException {
        if (linkIsOdd) {
            throw new InvalidAnswerException("its nextLink is no link");
        }
        return link;
    }
}
