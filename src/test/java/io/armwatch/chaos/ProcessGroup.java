package io.armwatch.chaos;

import io.armwatch.detection.SubscriptionPartitioner;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.it.SimulatedAzure;
import io.armwatch.it.TestResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Processes of one application that share several Azure subscriptions, each of which is in a partition of its own. */
final class ProcessGroup implements AutoCloseable {
    static final int PARTITIONS = 6;
    /** A start, or a takeover, on a machine that has much to do. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TestResources resources = new TestResources();
    private final List<String> subscriptions = IntStream.range(0, PARTITIONS)
            .mapToObj(ProcessGroup::subscriptionIn)
            .toList();
    private final SimulatedAzure azure;
    private final AzureHistory shown;
    private final ArmwatchFixture rig;
    private final PollRecorder polls = new PollRecorder();
    private final List<GroupMember> members = new ArrayList<>();
    private final ArmwatchProcess.Options armwatch;
    private final List<String> violations = new ArrayList<>();

    /**
     * Nobody runs yet.
     *
     * @param brokers to connect to
     * @param cron when each resource is polled
     */
    ProcessGroup(String brokers, String cron, ArmwatchProcess.Options armwatch) {
        this.armwatch = armwatch;
        for (String subscription : subscriptions) {
            String providers = "/subscriptions/" + subscription + "/resourceGroups/rg1/providers/";
            resources.add(providers + "Microsoft.Batch/batchAccounts/batch");
            resources.add(providers + "Microsoft.Maps/accounts/maps");
        }
        azure = SimulatedAzure.with(resources);
        azure.simulator().onRequest(polls::note);
        shown = new AzureHistory(azure, ids());
        rig = new ArmwatchFixture(azure.uri(), ids(), brokers)
                .with("armwatch.topics.partitions", Integer.toString(PARTITIONS));
        for (String source : List.of("batch-account", "maps-keys")) {
            rig.with("armwatch.schedule." + source, cron);
        }
    }

    private static String subscriptionIn(int partition) {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj("00000000-0000-4000-8000-%012x"::formatted)
                .filter(id -> SubscriptionPartitioner.partition(id, PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    List<String> ids() {
        return resources.watched();
    }

    List<String> subscriptions() {
        return subscriptions;
    }

    /** The resources of these Azure subscriptions. */
    List<String> idsIn(Set<String> some) {
        return ids().stream().filter(id -> some.contains(id.split("/", -1)[2])).toList();
    }

    SimulatedAzure azure() {
        return azure;
    }

    AzureHistory shown() {
        return shown;
    }

    ArmwatchFixture rig() {
        return rig;
    }

    PollRecorder polls() {
        return polls;
    }

    List<GroupMember> members() {
        return List.copyOf(members);
    }

    /** Starts another process. */
    GroupMember join() {
        GroupMember member =
                new GroupMember(ProcessEndpoint.to(azure.simulator().port()), armwatch, rig::spawn);
        members.add(member);
        return member;
    }

    /** Starts so many processes, and waits until each has its share and every resource is discovered. */
    void start(int count) {
        for (int i = 0; i < count; i++) {
            join();
        }
        awaitShared();
        ids().forEach(id -> rig.reader().await("resource.discovered", id));
    }

    /** SIGTERM; how long it takes to end. */
    Duration terminate(GroupMember member) {
        long from = System.nanoTime();
        member.child().terminate();
        member.child().awaitEnd(Duration.ofSeconds(30));
        remove(member);
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** SIGKILL. */
    void kill(GroupMember member) {
        member.child().kill();
        remove(member);
    }

    private void remove(GroupMember member) {
        members.remove(member);
        member.close();
    }

    /** Waits until every Azure subscription is held by one process, and each process holds one. */
    void awaitShared() {
        Awaitility.await("each subscription held by one of " + members.size())
                .pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .until(this::isShared);
    }

    private boolean isShared() {
        Set<String> held = new HashSet<>();
        for (GroupMember member : members) {
            Set<String> own = member.holds();
            if (own.isEmpty() || !own.stream().allMatch(held::add)) {
                return false;
            }
        }
        return held.size() == subscriptions.size();
    }

    /** Waits until every resource has been polled twice more, so that one scan has seen it to its end. */
    void awaitScans() {
        azure.awaitAsked(ids(), 2);
    }

    /** Notes what must not be. */
    void check(boolean well, String otherwise) {
        if (!well) {
            violations.add(otherwise);
        }
    }

    /** The outcome once armwatch has published everything. */
    Outcome outcome(String faults) {
        awaitScans();
        List<ReceivedEvent> told = rig.processedEvents();
        violations.addAll(EventChainCheck.violations(told, rig.reader(), shown));
        int events = (int) told.stream().filter(event -> !event.isScan()).count();
        return new Outcome(faults, events, List.copyOf(violations));
    }

    @Override
    public void close() {
        List.copyOf(members).forEach(this::remove);
        rig.close();
        azure.close();
    }
}
