package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.armwatch.azure.ArmId;
import org.junit.jupiter.api.Test;

/** The expected values were computed with Python's hashlib and hmac. */
class FingerprintsTest {
    private static final ArmId MAPS = ArmId.of("/subscriptions/21a9967a-e8a9-4656-a70b-96ff1c4d05a0"
            + "/resourceGroups/myResourceGroup/providers/Microsoft.Maps/accounts/myMapsAccount");

    @Test
    void a_fingerprint_is_the_head_of_sha_256_over_id_key_name_and_value() {
        assertThat(Fingerprints.sha256().of(MAPS, "primary", "<primaryKey>").hex())
                .isEqualTo("bb2aa53054589a20");
    }

    @Test
    void a_value_is_hashed_in_utf_8() {
        assertThat(Fingerprints.sha256().of(MAPS, "secondary", "klüß").hex()).isEqualTo("cbf53853d743082b");
    }

    @Test
    void with_a_key_a_fingerprint_is_the_head_of_hmac_sha_256() {
        assertThat(Fingerprints.hmacSha256("s3cret")
                        .of(MAPS, "primary", "<primaryKey>")
                        .hex())
                .isEqualTo("b80555cd6b33f5b7");
    }

    @Test
    void the_casing_of_the_id_does_not_matter() {
        ArmId shouted = ArmId.of(MAPS.text().replace("myMapsAccount", "MYMAPSACCOUNT"));

        assertThat(Fingerprints.sha256().of(shouted, "primary", "x"))
                .isEqualTo(Fingerprints.sha256().of(MAPS, "primary", "x"));
    }

    @Test
    void each_hmac_key_is_a_scheme_of_its_own() {
        assertThat(Fingerprints.sha256().scheme()).isEqualTo("sha256");
        assertThat(Fingerprints.hmacSha256("s3cret").scheme()).isEqualTo("hmac-758818ff");
        assertThat(Fingerprints.hmacSha256("other").scheme()).isNotEqualTo("hmac-758818ff");
    }

    @Test
    void the_hmac_key_is_not_shown() {
        assertThat(Fingerprints.hmacSha256("s3cret")).hasToString("Fingerprints[hmac-758818ff]");
    }

    @Test
    void a_fingerprint_has_16_hex_digits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("0123456789ABCDEF"));
    }
}
