package io.armwatch.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.embedded.TornLogs.Torn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TornLogsTest {
    @TempDir
    private Path folder;

    private Path log = Path.of("");

    @BeforeEach
    void write() throws IOException {
        log = Files.createDirectories(folder.resolve("azure.polling-0")).resolve("00000000000000000007.log");
        Files.write(log, batch(7));
        Files.write(log, batch(8), StandardOpenOption.APPEND);
        Files.write(log.resolveSibling("00000000000000000000.log"), new byte[] {1}); // not the last segment
    }

    private static byte[] batch(long offset) {
        ByteBuffer written = MemoryRecords.withRecords(
                        offset,
                        Compression.NONE,
                        new SimpleRecord("k".getBytes(UTF_8), "v".repeat(100).getBytes(UTF_8)))
                .buffer();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    @Test
    void whole_logs_are_not_torn() throws IOException {
        assertThat(TornLogs.in(folder)).isEmpty();
    }

    @Test
    void a_log_that_ends_in_the_middle_of_a_record_is_torn() throws IOException {
        int length = batch(8).length;
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 5);
        }

        assertThat(TornLogs.in(folder)).containsExactly(new Torn(log, length - 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 61, 4096})
    void zeros_at_the_end_are_no_records(int zeros) throws IOException {
        Files.write(log, new byte[zeros], StandardOpenOption.APPEND);

        assertThat(TornLogs.in(folder)).containsExactly(new Torn(log, zeros));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void garbage_at_the_end_is_no_record(long seed) throws IOException {
        byte[] garbage = new byte[300];
        new Random(seed).nextBytes(garbage);
        Files.write(log, garbage, StandardOpenOption.APPEND);

        assertThat(TornLogs.in(folder)).containsExactly(new Torn(log, 300));
    }

    @Test
    void a_last_record_with_a_wrong_checksum_is_lost() throws IOException {
        byte[] wrong = batch(9);
        wrong[wrong.length - 1] ^= 1;
        Files.write(log, wrong, StandardOpenOption.APPEND);

        assertThat(TornLogs.in(folder)).containsExactly(new Torn(log, wrong.length));
    }

    @Test
    void after_a_clean_end_nothing_is_looked_at() throws IOException {
        Files.write(log, new byte[5], StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(".kafka_cleanshutdown"), "");

        assertThat(TornLogs.in(folder)).isEmpty();
    }
}
