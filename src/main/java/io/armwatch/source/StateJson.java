package io.armwatch.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes states as JSON. Reading is lenient (unknown properties are ignored, null is absence) but strict
 * about JSON types; writing is canonical (sorted, without absent values).
 */
final class StateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .withCoercionConfig(LogicalType.Textual, StateJson::textOnly)
            .withConfigOverride(List.class, StateJson::emptyWhereAbsent)
            .withConfigOverride(Map.class, StateJson::emptyWhereAbsent)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, null))
            .build();

    private StateJson() {}

    private static void textOnly(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** An absent or null list or map is read as empty and written as absent; nulls inside it are dropped. */
    private static void emptyWhereAbsent(MutableConfigOverride container) {
        container
                .setSetterInfo(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.SKIP))
                .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, null));
    }

    /** Reads a state. Drops Jackson's exception, whose message quotes the response. */
    static <S> S read(JsonNode json, Class<S> type) throws InvalidAnswerException {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonMappingException e) {
            throw InvalidAnswerException.wrongType(pointer(e));
        } catch (JsonProcessingException e) {
            throw new InvalidAnswerException("the response is not what the reference describes");
        }
    }

    private static String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
        }
        return pointer.toString();
    }

    static JsonNode write(Object state) {
        return MAPPER.valueToTree(state);
    }
}
