package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.config.Settings;
import io.armwatch.detection.InstallationRegister.Content;
import io.armwatch.detection.InstallationRegister.Reload;
import io.armwatch.event.Topic;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.SharedKafka;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class InstallationRegisterTest {
    private static final Reload RELOAD = new Reload("host-1", "aaaaaaaa", "bbbbbbbb");

    private static GroupMember member(String process, String digest) {
        return new GroupMember(
                process, Optional.empty(), Optional.empty(), Optional.of(digest), 2, Optional.empty(), Set.of());
    }

    @Test
    void a_change_of_a_watch_list_counts_for_the_process_that_made_it_and_no_longer_after_its_restart() {
        Content content = new Content(Set.of(), List.of(RELOAD));

        assertThat(content.current(List.of(
                        member("host-1 at 10.0.0.1", "aaaaaaaa"),
                        member("host-2 at 10.0.0.2", "aaaaaaaa"),
                        member("host-1 at 10.0.0.1", "cccccccc"))))
                .extracting(member -> member.watchDigest().orElseThrow())
                .containsExactly("bbbbbbbb", "aaaaaaaa", "cccccccc");
    }

    @Test
    void changes_stand_beside_the_application_ids_and_can_be_forgotten() {
        String prefix = "register-" + UUID.randomUUID();
        InstallationRegister register = register(prefix, "own");
        InstallationRegister other = register(prefix, "other");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.brokers()))) {
            ArmwatchFixture.get(
                    admin.createTopics(List.of(new NewTopic(Topic.INSTALLATIONS.name(prefix), 1, (short) 1)))
                            .all());
        }
        register.register("host-1");
        register.register(RELOAD);
        other.register("host-3");
        other.register(new Reload("host-3", "aaaaaaaa", "dddddddd"));

        assertThat(register.read()).isEqualTo(new Content(Set.of("other"), List.of(RELOAD)));

        register.forgetReload("host-1");

        assertThat(register.read()).isEqualTo(new Content(Set.of("other"), List.of()));
        assertThat(other.read().others()).containsExactly("own");
    }

    private static InstallationRegister register(String prefix, String applicationId) {
        return new InstallationRegister(
                new Settings.Kafka(SharedKafka.brokers(), Map.of(), true, applicationId, prefix, 1, false));
    }
}
