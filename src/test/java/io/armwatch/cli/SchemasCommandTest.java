package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.event.Schemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SchemasCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int run(Path into) {
        return new CommandLine(new SchemasCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("-o", into.toString());
    }

    @Test
    void it_writes_every_document_into_a_new_folder() throws IOException {
        Path into = folder.resolve("a/b");

        assertThat(run(into)).isZero();

        for (var document : Schemas.documents().entrySet()) {
            assertThat(Files.readAllBytes(into.resolve(document.getKey())))
                    .as(document.getKey())
                    .isEqualTo(document.getValue());
        }
        assertThat(out).asString().contains("wrote " + Schemas.documents().size() + " files");
    }

    @Test
    void files_of_an_earlier_version_are_replaced() throws IOException {
        run(folder);
        Path schema = folder.resolve("io.armwatch.key.rotated.v1.json");
        byte[] now = Files.readAllBytes(schema);
        Files.writeString(schema, "{\"$id\":\"urn:armwatch:event:key.rotated:v1\"}");

        assertThat(run(folder)).isZero();
        assertThat(Files.readAllBytes(schema)).isEqualTo(now);
    }

    @Test
    void a_file_of_someone_else_is_not_overwritten() throws IOException {
        Path mine = Files.writeString(folder.resolve("asyncapi.json"), "{\"asyncapi\":\"3.0.0\"}");

        assertThat(run(folder)).isEqualTo(1);

        assertThat(err).asString().contains(mine + " was not written by armwatch", "-o");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(mine);
        }
    }
}
