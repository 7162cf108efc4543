package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class VolatileFieldsTest {
    private static JsonNode json(String text) throws Exception {
        return OfficialExample.JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void etags_at_any_depth_are_left_out() throws Exception {
        assertThat(VolatileFields.withoutVolatile(
                        json("{'etag':'1','a':{'etag':'2','b':[{'etag':'3','c':[[{'etag':'4'}]]}]}}")))
                .isEqualTo(json("{'a':{'b':[{'c':[[{}]]}]}}"));
    }

    @Test
    void a_tag_named_etag_is_kept() throws Exception {
        JsonNode tagged = json("{'tags':{'etag':'1'},'a':[{'tags':{'etag':'2'}}]}");

        assertThat(VolatileFields.withoutVolatile(tagged)).isEqualTo(tagged);
    }

    @Test
    void who_modified_it_last_is_left_out_of_system_data_only() throws Exception {
        assertThat(VolatileFields.withoutVolatile(
                        json("{'systemData':{'createdBy':'a','lastModifiedBy':'b','lastModifiedAt':'c',"
                                + "'lastModifiedByType':'d'},'properties':{'lastModifiedBy':'kept'}}")))
                .isEqualTo(json("{'systemData':{'createdBy':'a'},'properties':{'lastModifiedBy':'kept'}}"));
    }

    @Test
    void the_given_entity_is_not_modified() throws Exception {
        JsonNode entity = json("{'etag':'1','a':[{'etag':'2'}]}");

        VolatileFields.withoutVolatile(entity);

        assertThat(entity).isEqualTo(json("{'etag':'1','a':[{'etag':'2'}]}"));
    }
}
