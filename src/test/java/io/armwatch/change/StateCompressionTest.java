package io.armwatch.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateCompressionTest {
    private static final String KNOWN =
            "{\"target\":{\"source\":\"maps-keys\",\"id\":\"/subscriptions/6b1c0f3e-52a4-4c5b-9d1e"
                    + "-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps\",\"suffix\":\"\"},\"revision\":3,"
                    + "\"observedAt\":\"2026-11-01T00:00:00Z\",\"state\":{\"fingerprintScheme\":\"sha256\",\"primaryKey\":"
                    + "\"015f46d142377681\",\"secondaryKey\":\"aeb3647286f5abaa\"},\"deleted\":false,\"missing\":0}";
    private static final String BY_FIRST =
            "eLslr8NOnZPJDcAgDAQrsmTjA2glPxtM/yVEeaOIKBWsZjXzK00LGrg4QYsLyNCAPikBR/O6SvQk3Gno"
                    + "g0zP8rsRfDbi+lcgki6xSVK4Vmu0Z+cZbFJLs6Ue7odfbxaTbtI=";

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", KNOWN, "{\"text\":\"Zürich \\u0000 日本\"}"})
    void what_was_packed_comes_back(String json) {
        assertThat(StateCompression.unpack(StateCompression.pack(json.getBytes(UTF_8))))
                .asString(UTF_8)
                .isEqualTo(json);
    }

    @Test
    void a_long_one_comes_back() {
        byte[] json = KNOWN.repeat(1_000).getBytes(UTF_8);

        assertThat(StateCompression.unpack(StateCompression.pack(json))).isEqualTo(json);
    }

    @Test
    void what_an_earlier_version_stored_is_read_as_it_is() {
        assertThat(StateCompression.unpack(KNOWN.getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo(KNOWN);
    }

    @Test
    void what_the_first_dictionary_packed_is_read_for_ever() {
        assertThat(StateCompression.unpack(Base64.getDecoder().decode(BY_FIRST)))
                .asString(UTF_8)
                .isEqualTo(KNOWN);
    }

    @Test
    void a_truncated_answer_is_ignored() {
        byte[] packed = StateCompression.pack(KNOWN.getBytes(UTF_8));
        for (int length = 0; length < packed.length; length++) {
            assertThat(StateCompression.unpack(Arrays.copyOf(packed, length))).isEmpty();
        }
    }

    @Test
    void it_takes_less_than_half_the_room() {
        assertThat(StateCompression.pack(KNOWN.getBytes(UTF_8)).length).isLessThan(KNOWN.length() / 2);
    }
}
