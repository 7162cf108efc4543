package io.armwatch.examples;

import static io.armwatch.examples.JavaExamples.FOLDER;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The consumers in each language read the same events; one of these has a null where others have a reason. */
abstract class ConsumersContract extends ExamplesFixture {
    private static final String WITHOUT_REASON = "sha1-0123456789abcdef0123456789abcdef01234567";

    private static final String ABORTED = "aborted";

    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final String certificate = resources.certificate(batch);
    private final String gone = resources.batch("gone");

    ConsumersContract(String mode) {
        super(mode);
        resources.certificate(batch, WITHOUT_REASON).put("provisioningState", "Failed");
    }

    @BeforeAll
    void changeResources() {
        rotate(maps, "secondary");
        new EventTopic(armwatch, "key-rotations").abort(maps, ABORTED);
        new EventTopic(armwatch, "certificate-failures").abort(batch + "/certificates/" + WITHOUT_REASON, ABORTED);
        new EventTopic(armwatch, "known-states").abort(batch, ABORTED);
        azure.call("DELETE", gone, "");
        rotate(maps, "primary");
        azure.call("DELETE", certificate + "?simulate=deletion-fails", "");
        armwatch.reader().await("resource.deleted", gone);
        armwatch.reader()
                .await(
                        "the second rotation",
                        each -> each.is("key.rotated", maps)
                                && each.attribute("subject").equals("primary"));
        armwatch.reader().await("certificate.deletion-failed", certificate);
        armwatch.reader().await("certificate.deletion-failed", batch + "/certificates/" + WITHOUT_REASON);
    }

    @Test
    void plain_java_handles_each_type_and_a_failure_without_a_reason() {
        readsEverything(runJava("FollowEvents"));
    }

    @Test
    void a_camel_route_handles_each_type_and_a_failure_without_a_reason() {
        ExampleProcess camel = run(JavaExamples.camel("/camel/armwatch-events.camel.yaml"));

        readsEverything(camel);
        assertThat(camel.has("ERROR")).isFalse();
    }

    @Test
    void a_kamelet_gives_a_route_the_types_that_it_wants() {
        ExampleProcess camel = run(JavaExamples.camel(
                "/kamelet/certificate-failures.camel.yaml",
                "-Dcamel.component.kamelet.location=file:" + FOLDER + "/kamelet"));

        camel.awaitLine(nameOf(certificate) + " could not be deleted: NodesReferencingCertificate");
        camel.awaitLine(WITHOUT_REASON + " could not be deleted: no reason given");
        assertThat(camel.has(ABORTED)).isFalse();
        assertThat(camel.has("ERROR")).isFalse();
    }

    @Test
    void node_handles_each_type_and_a_failure_without_a_reason() throws IOException {
        assumeInstalled("node", "npm");
        Path folder = copyNodeExample();
        ExampleProcess npm = run(List.of(
                "npm",
                "install",
                "--prefix",
                folder.toString(),
                "--no-package-lock",
                "--prefer-offline",
                "--no-audit",
                "--no-fund"));
        assumeTrue(npm.succeeds(), () -> "npm cannot install kafkajs and cloudevents here: " + npm.lines());

        readsEverything(run(List.of("node", folder.resolve("follow-events.js").toString())));
    }

    @Test
    void kcat_and_jq_print_each_event() {
        assumeInstalled("kcat", "jq");
        ExampleProcess shell = run(List.of(FOLDER.resolve("kcat/events.sh").toString()));

        shell.awaitLine("io.armwatch.key.rotated.v1\t" + maps + "\tprimary");
        shell.awaitLine("io.armwatch.certificate.deletion-failed.v1\t" + certificate, "NodesReferencingCertificate");
        shell.awaitLine("io.armwatch.certificate.deletion-failed.v1\t", "\t" + WITHOUT_REASON + "\t");
        assertThat(shell.has(ABORTED)).isFalse();
    }

    @Test
    void kcat_and_jq_print_each_known_state_that_is_not_gone() {
        assumeInstalled("kcat", "jq");
        ExampleProcess shell =
                run(List.of(FOLDER.resolve("kcat/known-states.sh").toString()));

        assertThat(shell.succeeds()).as(shell.lines().toString()).isTrue();
        assertThat(shell.lines())
                .extracting(line -> List.of(line.split("\t", -1)).get(1))
                .containsExactlyInAnyOrderElementsOf(resources.watched().stream()
                        .filter(id -> !id.equals(gone))
                        .toList());
    }

    private void readsEverything(ExampleProcess example) {
        example.awaitLine("key primary of " + maps + " was rotated");
        example.awaitLine("certificate " + nameOf(certificate) + " could not be deleted: NodesReferencingCertificate");
        example.awaitLine("certificate " + WITHOUT_REASON + " could not be deleted: no reason given");
        assertThat(example.has(ABORTED)).isFalse();
    }

    /** What npm installs stays in {@code target} for the next run. */
    private Path copyNodeExample() throws IOException {
        Path folder =
                Files.createDirectories(Path.of("target", "examples-node", mode).toAbsolutePath());
        for (String file : List.of("package.json", "follow-events.js")) {
            Files.copy(FOLDER.resolve("node").resolve(file), folder.resolve(file), REPLACE_EXISTING);
        }
        return folder;
    }

    private static void assumeInstalled(String... tools) {
        for (String tool : tools) {
            boolean isInstalled = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            assumeTrue(isInstalled, tool + " is not installed here, so this example is not run");
        }
    }
}
