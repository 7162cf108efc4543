package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.armwatch.azure.Scope;
import io.armwatch.config.Settings;
import io.armwatch.detection.InstallationRegister.Reload;
import io.armwatch.kafka.KafkaClients;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects other installations on the same Kafka. An installation is one application id, one topic prefix and one watch list. A process
 * is refused at start if a live installation has the same application id and another prefix, because both would stop, or the same
 * prefix and another application id, because each event would be published twice. A process of the same installation with another
 * watch list is reported. An id or prefix that no live process uses may be taken over. Two versions of armwatch whose known states
 * have different formats do not run side by side: the one that starts is refused until the other has ended.
 */
public final class Installation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    /** Longer than a group takes to remove a member that was killed, see {@link KafkaClients#streams}. */
    private static final long WAIT_SECONDS = 15;

    private static final long CHECK_INTERVAL_SECONDS = 60;

    private final Settings.Kafka settings;
    private final String prefixDigest;
    private volatile String watchDigest;
    /** The digest in the client id, from which other processes read it; empty until there is one. */
    private volatile Optional<String> startedWith = Optional.empty();
    /** The digest that other processes read now. */
    private volatile String publishedDigest = "";
    /** The changed watch lists of processes, as the last check read them. */
    private volatile InstallationRegister.Content registered = InstallationRegister.Content.NONE;

    private final InstallationRegister register;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "armwatch-installation");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<String> conflict = Optional.empty();
    private volatile Optional<String> deviation = Optional.empty();
    private volatile boolean readable = true;
    private volatile Optional<String> address = Optional.empty();

    public Installation(Settings settings) {
        this.settings = settings.kafka();
        this.prefixDigest = digest(settings.kafka().topicsPrefix());
        this.watchDigest = watchDigest(settings);
        this.register = new InstallationRegister(settings.kafka());
    }

    /** A digest of the watch list and of the settings that decide what is published. No secret is part of it. */
    public static String watchDigest(Settings settings) {
        List<String> scopes = settings.watch().scopes().stream()
                .map(Scope::text)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .toList();
        String sources = settings.watch().schedules().keySet().stream().sorted().collect(joining(" "));
        return digest(String.join("\n", scopes) + settings.watch().exclusions().text() + "\n" + sources + "\n"
                + settings.watch().apimKeys() + "\n"
                + settings.watch().confirmations() + "\n" + settings.watch().time() + "\n"
                + settings.watch().reporting() + "\n"
                + settings.kafka().binary() + "\n"
                + settings.kafka().exactlyOnce() + "\n"
                + settings.watch().fingerprints().scheme()
                + (settings.kafka().signals() ? "\nsignals" : ""));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Sets the host and port of this process's status page, which other processes link to. Call it before the process joins its group. */
    public void publishAddress(String hostAndPort) {
        address = Optional.of(hostAndPort);
    }

    /** The client id, from which other processes read what this one works on. */
    String clientId() {
        String digest = watchDigest;
        publishedDigest = digest;
        startedWith = Optional.of(digest);
        return GroupMember.clientId(KafkaClients.processName(), address, prefixDigest, digest);
    }

    /** Lets other processes know that this one has another watch list from now on. */
    public void change(Settings changed) {
        watchDigest = watchDigest(changed);
        try {
            timer.execute(this::check);
        } catch (RejectedExecutionException closed) {
            LOG.debug("The changed watch list is not registered, as armwatch stops", closed);
        }
    }

    /** Registers what this process watches now, where its client id says something else. */
    private void publishDigest() {
        String digest = watchDigest;
        if (startedWith.isEmpty() || digest.equals(publishedDigest)) {
            return;
        }
        String process = KafkaClients.processName();
        try {
            if (digest.equals(startedWith.get())) {
                register.forgetReload(process);
            } else {
                register.register(new Reload(process, startedWith.get(), digest));
            }
            publishedDigest = digest;
        } catch (KafkaException e) {
            LOG.debug("The changed watch list cannot be registered now; the next check tries again", e);
        }
    }

    /**
     * Waits for a conflicting installation to end, as it may be stopping or was just killed, and registers this one.
     *
     * @return why armwatch must not start, and what to do; empty if it may
     */
    Optional<String> awaitFree(Admin admin, CountDownLatch closed) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        Optional<Conflict> found = find(admin);
        if (found.isPresent()) {
            LOG.warn("{}. armwatch waits up to {} s for it to end", found.get().sentence(), WAIT_SECONDS);
        }
        while (found.isPresent() && System.nanoTime() - giveUp < 0) {
            if (isClosed(closed)) {
                return Optional.empty();
            }
            found = find(admin);
        }
        if (found.isEmpty()) {
            register(admin);
        }
        return found.map(other -> other.sentence() + ". " + other.remedy());
    }

    private static boolean isClosed(CountDownLatch closed) {
        try {
            return closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void register(Admin admin) {
        try {
            register.register(KafkaClients.processName());
            forgetEndedProcesses(SubscriptionOwners.members(admin, settings.applicationId()));
        } catch (KafkaException e) {
            warnUnreadable(e);
        }
    }

    private void forgetEndedProcesses(List<GroupMember> members) {
        registered.reloads().stream()
                .filter(reload -> members.stream().noneMatch(reload::isOf))
                .forEach(reload -> register.forgetReload(reload.process()));
    }

    /**
     * The live installation that conflicts with this one, as a sentence; empty if there is none.
     *
     * @throws KafkaException if Kafka does not describe the groups
     */
    public Optional<String> conflict(Admin admin) {
        return find(admin).map(Conflict::sentence);
    }

    /**
     * A live process that this one cannot run beside.
     *
     * @param remedy what to do if this one starts
     * @param remedyWhileRunning what to do if both run
     */
    private record Conflict(String sentence, String remedy, String remedyWhileRunning) {
        static Conflict ofInstallations(String sentence) {
            return new Conflict(
                    sentence,
                    "Stop that one, or give each installation an armwatch.application-id and"
                            + " an armwatch.topics.prefix of its own",
                    "Stop one of them: their events are published twice, or they stop each other");
        }
    }

    private Optional<Conflict> find(Admin admin) {
        return otherPrefix(admin)
                .or(() -> otherApplication(admin))
                .map(Conflict::ofInstallations)
                .or(() -> otherFormat(admin));
    }

    /** A process of this installation of another version: what one of them does not know would be reported as gone. */
    private Optional<Conflict> otherFormat(Admin admin) {
        return SubscriptionOwners.members(admin, settings.applicationId()).stream()
                .filter(member -> member.prefixDigest().isPresent() && member.format() != GroupMember.FORMAT)
                .findFirst()
                .map(member -> new Conflict(
                        (member.format() < GroupMember.FORMAT ? "An older" : "A newer") + " armwatch ("
                                + member.process() + ") runs in this installation, and its known states have another"
                                + " format (" + member.format() + ", where this one has " + GroupMember.FORMAT + ")",
                        "Stop all processes of the older version first: nothing is lost, as the newer one scans"
                                + " everything at once",
                        "Stop the older one: it may report a property that it does not know as gone"));
    }

    /** A process of the same group that works on other topics: neither would get a partition. */
    private Optional<String> otherPrefix(Admin admin) {
        return SubscriptionOwners.members(admin, settings.applicationId()).stream()
                .filter(member -> !isOnTheseTopics(member, true))
                .findFirst()
                .map(member -> "Another armwatch (" + member.process()
                        + ") runs with the same armwatch.application-id, "
                        + settings.applicationId() + ", and another armwatch.topics.prefix"
                        + member.topicsPrefix().map(prefix -> ", " + prefix).orElse("") + ", where this one has "
                        + settings.topicsPrefix());
    }

    private boolean isOnTheseTopics(GroupMember member, boolean ifUnknown) {
        return member.prefixDigest()
                .map(prefixDigest::equals)
                .or(() -> member.topicsPrefix().map(settings.topicsPrefix()::equals))
                .orElse(ifUnknown);
    }

    /** A live group with another application id on the same topics: each event would be published twice. */
    private Optional<String> otherApplication(Admin admin) {
        for (String application : registered()) {
            Optional<GroupMember> other = members(admin, application).stream()
                    .filter(member -> isOnTheseTopics(member, false))
                    .findFirst();
            if (other.isPresent()) {
                return Optional.of("Another armwatch (" + other.get().process()
                        + ") publishes to the same armwatch.topics.prefix, " + settings.topicsPrefix()
                        + ", with another armwatch.application-id, " + application + ", where this one has "
                        + settings.applicationId());
            }
        }
        return Optional.empty();
    }

    private Iterable<String> registered() {
        try {
            registered = register.read();
            readable = true;
            return registered.others();
        } catch (KafkaException e) {
            warnUnreadable(e);
            return List.of();
        }
    }

    private List<GroupMember> members(Admin admin, String application) {
        try {
            return SubscriptionOwners.members(admin, application);
        } catch (KafkaException e) {
            if (KafkaClients.isAway(e)) {
                throw e;
            }
            warnUnreadable(e);
            return List.of();
        }
    }

    private void warnUnreadable(KafkaException e) {
        if (readable && !timer.isShutdown()) {
            readable = false;
            LOG.warn(
                    "armwatch cannot see whether another installation uses topics {}.* ({}: {}); allow it to read "
                            + "and write topic {}.installations and to describe the groups of everyone who uses these topics",
                    settings.topicsPrefix(),
                    e.getClass().getSimpleName(),
                    e.getMessage(),
                    settings.topicsPrefix());
        }
    }

    /** Checks regularly from now on, for installations that start later than this process. */
    void watch() {
        try {
            var unused = timer.scheduleWithFixedDelay(this::check, 5, CHECK_INTERVAL_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Other installations are no longer checked, as armwatch stops", closed);
        }
    }

    private void check() {
        try (Admin admin = KafkaClients.admin(settings)) {
            publishDigest();
            Optional<Conflict> found = find(admin);
            Optional<String> sentence = found.map(Conflict::sentence);
            if (found.isPresent() && !sentence.equals(conflict)) {
                LOG.error("{}. {}", found.get().sentence(), found.get().remedyWhileRunning());
            }
            conflict = sentence;
            updateDeviation(registered.current(SubscriptionOwners.members(admin, settings.applicationId())));
        } catch (KafkaException e) {
            LOG.debug("Cannot check for other installations now", e);
        } catch (RuntimeException | Error e) { // an exception would end the timer
            LOG.warn("Cannot check for other installations: {}", e.toString());
        }
    }

    private void updateDeviation(List<GroupMember> members) {
        Optional<String> found = members.stream()
                .filter(member -> !isOwnBeforeChange(member))
                .filter(member -> member.watchDigest()
                        .filter(digest -> !digest.equals(watchDigest))
                        .isPresent())
                .findFirst()
                .map(member -> "Another process of this installation (" + member.process()
                        + ") has another watch list or other settings");
        if (found.isPresent() && !found.equals(deviation)) {
            LOG.warn(
                    "{}: what only one of them watches may be polled by nobody. Give all processes the same watch list and"
                            + " settings; after a rolling change this passes",
                    found.get());
        }
        if (found.isEmpty() && deviation.isPresent()) {
            LOG.info("All processes of this installation have the same watch list and settings again");
        }
        deviation = found;
    }

    /** Whether a member is this process, with the watch list that it started with. */
    private boolean isOwnBeforeChange(GroupMember member) {
        return startedWith
                .filter(digest -> !digest.equals(watchDigest))
                .filter(digest -> new Reload(KafkaClients.processName(), digest, watchDigest).isOf(member))
                .isPresent();
    }

    /** The live installation that conflicts with this one, as found by the last check. */
    public Optional<String> conflict() {
        return conflict;
    }

    /** A process of this installation with another watch list or other settings, as found by the last check. */
    public Optional<String> deviation() {
        return deviation;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
