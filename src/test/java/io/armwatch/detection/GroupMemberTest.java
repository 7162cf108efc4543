package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;

class GroupMemberTest {
    private static GroupMember member(String clientId) {
        return GroupMember.of(new MemberDescription(
                "member",
                Optional.empty(),
                clientId + "-StreamThread-1-consumer",
                "/10.0.0.7",
                new MemberAssignment(Set.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void a_client_id_holds_the_address_of_the_status_page() {
        for (String address : new String[] {"127.0.0.1:9876", "host.example:9876", "[::1]:9876"}) {
            GroupMember member = member(GroupMember.clientId("host-12", Optional.of(address), "0123abcd", "89abcdef"));

            assertThat(member.process()).isEqualTo("host-12 at 10.0.0.7");
            assertThat(member.address()).contains(address);
            assertThat(member.prefixDigest()).contains("0123abcd");
            assertThat(member.watchDigest()).contains("89abcdef");
            assertThat(member.format()).isEqualTo(GroupMember.FORMAT);
        }
    }

    @Test
    void a_process_without_a_page_has_no_address() {
        GroupMember member = member(GroupMember.clientId("host-12", Optional.empty(), "0123abcd", "89abcdef"));

        assertThat(member.address()).isEmpty();
        assertThat(member.format()).isEqualTo(GroupMember.FORMAT);
        assertThat(member("host-12.p0123abcd.w89abcdef").format()).isEqualTo(1);
        assertThat(member("another-program").prefixDigest()).isEmpty();
    }
}
