package io.armwatch.service;

import static java.util.stream.Collectors.joining;

import io.armwatch.config.ConfigurationException;
import io.armwatch.config.WatchList;
import io.armwatch.config.WatchList.Surplus;
import io.armwatch.poll.known.Digest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the watch list again when its file changes. A look that finds the same file with the same times and size as the two before
 * reads nothing: reading and digesting a list of 10,000 scopes at each look would cost as much as all else in an idle process.
 * Otherwise it compares the content. A content counts once two looks in a row have found it, because an editor may be writing the file
 * meanwhile. What cannot be used is reported once, and the old watch list stays in force.
 */
final class WatchListReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchListReload.class);
    private static final int PERIOD_MILLIS = 2_000;
    private static final int NAMED = 3;
    /**
     * All that a file system says of a file that is the same and unchanged. The time of the last modification may be set, and is in
     * archives that are made reproducibly; {@code ctime} cannot be set, where there is one.
     */
    private static final String STAMP =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                    ? "unix:fileKey,size,lastModifiedTime,ctime"
                    : "fileKey,size,lastModifiedTime";
    /** Room for some 100,000 scopes. A larger file is no watch list, and might not fit into memory. */
    private static final int LARGEST_MIB = 16;

    private static final int LARGEST_BYTES = LARGEST_MIB * 1024 * 1024;

    private static final String FAILING =
            "The changed watch list is not in force, because of an unexpected failure; armwatch tries again. Its log says why";

    private final Path file;
    private final Supplier<WatchList> current;
    private final Consumer<WatchList> apply;
    private final Counter applied;
    private final Counter refused;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "armwatch-reload"));
    /** What identified the file and its content at the last look; empty until one could be read. */
    private Map<String, Object> stamp = Map.of();
    /** What the last look found. */
    private Optional<Content> found = Optional.empty();
    /** What was applied or refused last. */
    private Optional<Content> handled = Optional.empty();

    private boolean failing;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * Looks at nothing until {@link #start}.
     *
     * @param current the watch list in force
     * @param apply puts another one in force
     */
    WatchListReload(Path file, Supplier<WatchList> current, Consumer<WatchList> apply, MeterRegistry meters) {
        this.file = file;
        this.current = current;
        this.apply = apply;
        this.applied = counter("applied", meters);
        this.refused = counter("refused", meters);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("armwatch.watchlist.reloads")
                .description("Changes of the watch list's file: applied, or refused because it is wrong")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** The digest of a content, or why it cannot be read. */
    private record Content(Optional<Digest> digest, String failure) {
        static Content of(byte[] bytes) {
            return new Content(Optional.of(Digest.of(bytes)), "");
        }

        static Content unreadable(IOException e) {
            return new Content(Optional.empty(), e.getClass().getSimpleName());
        }
    }

    /** Begins to look at the file. */
    void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks once. An exception would end the timer. The same failure is reported once. */
    void look() {
        try {
            lookAtFile();
            if (failing) {
                problem = problem.filter(text -> !text.equals(FAILING));
            }
            failing = false;
        } catch (RuntimeException | Error e) {
            problem = problem.or(() -> Optional.of(FAILING));
            if (!failing) {
                LOG.warn(
                        "The watch list {} cannot be read again; armwatch tries it every {} ms",
                        file,
                        PERIOD_MILLIS,
                        e);
            }
            failing = true;
        }
    }

    private void lookAtFile() {
        try {
            // A ConfigMap of Kubernetes is changed by a symbolic link to another file, whose time may be older.
            Map<String, Object> before = stamp;
            stamp = Files.readAttributes(file, STAMP);
            if (stamp.equals(before) && found.isPresent() && found.equals(handled)) {
                return;
            }
            byte[] bytes = content();
            if (bytes.length > LARGEST_BYTES) {
                handle(
                        new Content(Optional.empty(), "too large"),
                        () -> refuse(
                                List.of(file + ": is larger than " + LARGEST_MIB + " MiB; expected a list of scopes")));
            } else {
                handle(Content.of(bytes), () -> read(bytes));
            }
        } catch (IOException e) {
            stamp = Map.of();
            handle(
                    Content.unreadable(e),
                    () -> refuse(List.of(
                            file + ": cannot be read (" + e.getClass().getSimpleName() + "); make it readable")));
        }
    }

    /** The content, or one byte more than the limit of a file that is too large. */
    private byte[] content() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST_BYTES + 1);
        }
    }

    private void handle(Content now, Runnable change) {
        if (found.filter(now::equals).isPresent() && handled.filter(now::equals).isEmpty()) {
            change.run();
            handled = Optional.of(now);
        }
        found = Optional.of(now);
    }

    private void read(byte[] bytes) {
        try {
            accept(WatchList.parse(file, bytes));
        } catch (ConfigurationException e) {
            refuse(e.problems());
        }
    }

    private void accept(WatchList list) {
        Surplus added = list.beyond(current.get());
        Surplus removed = current.get().beyond(list);
        if (!added.isEmpty() || !removed.isEmpty()) {
            apply.accept(list);
            applied.increment();
            LOG.info(
                    "The watch list {} has changed: scopes added: {}; removed: {}; exclusions added: {}; removed: {}",
                    file,
                    text(added.scopes()),
                    text(removed.scopes()),
                    text(added.exclusions()),
                    text(removed.exclusions()));
        } else if (problem.isPresent()) {
            LOG.info("The watch list {} is right again; nothing else is watched than before", file);
        }
        problem = Optional.empty();
    }

    private static String text(Set<String> ids) {
        if (ids.isEmpty()) {
            return "0";
        }
        String named = ids.stream().limit(NAMED).collect(joining(", "));
        return ids.size() + " (" + named + (ids.size() > NAMED ? ", …" : "") + ")";
    }

    private void refuse(List<String> problems) {
        String named = problems.stream()
                .limit(NAMED)
                .map(each -> each.replaceAll("\\s*\\n\\s*", " "))
                .collect(joining("; "));
        String more = problems.size() > NAMED ? "; and " + (problems.size() - NAMED) + " more problems" : "";
        refused.increment();
        problem = Optional.of("The changed watch list is refused, and the one before stays in force: " + named + more);
        LOG.warn(
                "The changed watch list is refused, and the one before stays in force: {}{}. Correct the file; armwatch reads it"
                        + " again by itself",
                named,
                more);
    }

    /** Why the file as it is now is not in force, as a sentence; empty if it is. */
    Optional<String> problem() {
        return problem;
    }

    /** Looks no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
