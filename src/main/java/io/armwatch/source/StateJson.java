package io.armwatch.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** States as JSON: lenient in reading what Azure sends, canonical in writing. */
final class StateJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, null))
            .build();

    private StateJson() {}

    /** Reads a state; the cause's message is not passed on, as it may quote the answer. */
    static <S> S read(JsonNode json, Class<S> type) throws InvalidAnswerException {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (com.fasterxml.jackson.databind.JsonMappingException e) {
            throw new InvalidAnswerException(
                    "the value of " + e.getPathReference() + " has another type than the reference states");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new InvalidAnswerException("the answer is not what the reference describes");
        }
    }

    static JsonNode write(Object state) {
        return MAPPER.valueToTree(state);
    }
}
