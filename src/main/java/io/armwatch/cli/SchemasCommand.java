package io.armwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.event.Schemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch schemas}: writes the contract with consumers as files. */
@Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the JSON Schemas of all events and records, and the AsyncAPI document, into a folder.",
            "The management port serves the same files under /schemas/."
        },
        footer = {"", "Exit codes: 0 written, 1 the folder cannot be used, 2 invalid options."})
public final class SchemasCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description =
                    "The folder; created if it does not exist. Files of an earlier version are replaced; if another file "
                            + "has the name of one of them, nothing is written.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, byte[]> documents = Schemas.documents();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Path> foreign = documents.keySet().stream()
                .map(folder::resolve)
                .filter(SchemasCommand::isForeign)
                .toList();
        if (!foreign.isEmpty()) {
            foreign.forEach(file ->
                    err.println(file + " was not written by armwatch: move it away, or name another folder with -o"));
            return 1;
        }
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> document : documents.entrySet()) {
                Path part = Files.write(folder.resolve("." + document.getKey() + ".part"), document.getValue());
                Files.move(part, folder.resolve(document.getKey()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            err.println(folder + " cannot be written (" + e + "); name another folder with -o");
            return 1;
        }
        out.println("wrote " + documents.size() + " files to " + folder);
        out.flush();
        return 0;
    }

    /** Whether a file exists that is not one of armwatch's documents. */
    private static boolean isForeign(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            String id = json.path("$id").asText(json.path("id").asText());
            return !id.startsWith(Schemas.URN);
        } catch (IOException e) {
            return true;
        }
    }
}
