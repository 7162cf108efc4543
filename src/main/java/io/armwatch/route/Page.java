package io.armwatch.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of a list as the bytes that came. The whole of it is checked to be JSON, but no tree is made: an item is a slice. As in a
 * tree, the last one counts of what is given twice, and what follows the page's end is not looked at.
 */
final class Page {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final byte[] body;
    private final List<Item> items = new ArrayList<>();
    private boolean list;
    private Optional<String> link = Optional.empty();
    private boolean linkIsOdd;

    private Page(byte[] body) {
        this.body = body;
    }

    /** One item, as bytes. */
    final class Item {
        private final int from;
        private final int length;

        private Item(int from, int to) {
            this.from = from;
            this.length = to - from;
        }

        byte[] digest() {
            return Memory.digest(body, from, length);
        }

        JsonNode tree() throws InvalidAnswerException {
            try {
                return MAPPER.readTree(body, from, length);
            } catch (IOException e) {
                throw notJson();
            }
        }
    }

    static Page of(byte[] body) throws InvalidAnswerException {
        try (JsonParser parser = MAPPER.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first != null && parser.currentTokenLocation().getByteOffset() < 0) {
                return of(utf8(body));
            }
            Page page = new Page(body);
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
                if (field.equals("nextLink")) {
                    link(parser);
                }
                parser.skipChildren();
            }
        }
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
