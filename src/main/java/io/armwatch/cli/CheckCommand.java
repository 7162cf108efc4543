package io.armwatch.cli;

import static java.util.stream.Collectors.joining;

import io.armwatch.azure.ArmClient;
import io.armwatch.azure.Credential;
import io.armwatch.azure.Credential.NoTokenException;
import io.armwatch.azure.Exclusions;
import io.armwatch.config.Secrets;
import io.armwatch.config.Settings;
import io.armwatch.config.Settings.Kafka.Embedded;
import io.armwatch.detection.Installation;
import io.armwatch.detection.KafkaPrerequisites;
import io.armwatch.detection.StoredStates;
import io.armwatch.detection.SubscriptionOwners;
import io.armwatch.detection.SubscriptionOwners.Owner;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaProblem;
import io.armwatch.kafka.KafkaTopics;
import io.armwatch.kafka.KafkaTopics.Finding;
import io.armwatch.kafka.embedded.KafkaAccess;
import io.armwatch.kafka.embedded.UnusableBrokerException;
import io.armwatch.poll.ScopeProbe;
import io.armwatch.poll.plan.CurrentPlan;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.plan.WatchDifference;
import io.armwatch.poll.tenant.TenantProbe;
import io.armwatch.service.Version;
import io.armwatch.signal.SignalService;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch check}: checks the setup without publishing or creating anything. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that the settings and scopes are valid, that a token can be obtained, that each scope "
                    + "can be read, that Kafka and its topics are ready, and that the scans of running processes complete. "
                    + "Publishes nothing and creates nothing.",
            "For a scope that is a list, it reads the list and its first resource. Like a poll, it calls " + "listKeys."
        },
        footer = {"", "Exit codes: 0 no problem found, 1 a problem was found, 2 invalid settings."})
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--diff",
            description =
                    "Also show what these settings and this watch list would start (+) and stop (-) watching, compared "
                            + "with what the installation watches now, as its known states in Kafka show it.")
    private boolean diff;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** How many late scans have a row each. */
    private static final int NAMED = 10;

    private boolean healthy = true;
    /** Whether all lists of the tenant could be read. */
    private boolean listed;
    /** The lower-cased Azure subscriptions that only lists of the tenant hold. */
    private final Set<String> found = new HashSet<>();

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        printRow("settings", options.config() + ", " + settings.watch().scopes().size() + " scopes", Optional.empty());
        Credential credential = settings.azure().credential();
        CurrentPlan plan = new CurrentPlan(settings.watch());
        if (checkToken(settings, credential)) {
            checkScopes(settings, plan, credential);
        }
        checkKafka(settings, plan);
        return healthy ? 0 : 1;
    }

    /** Also says where an embedded broker is: in another process, or in this one while it checks. */
    private void checkKafka(Settings settings, CurrentPlan plan) {
        Optional<Embedded> embedded = settings.kafka().embedded();
        if (embedded.isPresent() && !KafkaAccess.holdsData(embedded.get())) {
            printRow(
                    "kafka",
                    "armwatch run will create the embedded broker's data in "
                            + embedded.get().folder(),
                    Optional.empty());
            return;
        }
        try (KafkaAccess access = SettingsOptions.open(settings.kafka(), "check")) {
            Settings found = settings.with(access.kafka());
            checkKafka(found, plan.plan());
            if (diff) {
                printDifference(found, plan);
            }
        } catch (UnusableBrokerException e) {
            printRow("kafka", settings.kafka().brokers(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private boolean checkToken(Settings settings, Credential credential) {
        try {
            String what = credential.authorization().isPresent() ? "DefaultAzureCredential" : "none needed";
            printRow("token", what + ", for " + settings.azure().endpoint(), Optional.empty());
            return true;
        } catch (NoTokenException e) {
            printRow(
                    "token",
                    String.valueOf(settings.azure().endpoint()),
                    Optional.of(e.getMessage() + ". Log in (az login), or assign this machine an identity"));
            return false;
        }
    }

    private void checkScopes(Settings settings, CurrentPlan plan, Credential credential)
            throws IOException, InterruptedException {
        Set<String> written = plan.plan().subscriptions();
        try (ArmClient arm = settings.azure().client(credential, Version.text())) {
            var tenants = new TenantProbe(settings).probe(plan, arm);
            tenants.forEach(result -> printRow("scope", result.scope(), result.problem()));
            listed = tenants.stream().allMatch(result -> result.problem().isEmpty());
            if (tenants.stream().allMatch(result -> result.problem().isEmpty())) {
                checkExclusions(plan.idleExclusions());
            }
            found.addAll(plan.plan().subscriptions());
            found.removeAll(written);
            new ScopeProbe(settings, plan.plan()).probe(arm, this::printScope);
        }
    }

    private void checkExclusions(Exclusions idle) {
        if (!idle.isEmpty()) {
            printRow(
                    "exclude",
                    idle.text(),
                    Optional.of(
                            "no scope covers that, so it takes nothing out; correct or remove it in the watch list"));
        }
    }

    /** Of the Azure subscriptions that a list of the tenant holds, only those with a problem have a row, as there may be hundreds. */
    private void printScope(ScopeProbe.Result result) {
        String subscription = result.call().substring(result.call().lastIndexOf('/') + 1);
        if (result.problem().isPresent() || !found.contains(subscription)) {
            printRow("scope", result.call(), result.problem());
        }
    }

    private void printDifference(Settings settings, CurrentPlan plan) {
        String what = settings.watch().file().map(Path::toString).orElse("watch list");
        if (!plan.tenants().isEmpty() && !listed) {
            printRow(
                    "diff",
                    what,
                    Optional.of("unknown as long as the Azure subscriptions of a scope cannot be listed"));
            return;
        }
        try {
            WatchDifference difference = WatchDifference.of(
                    plan, StoredStates.readAll(settings.kafka()).values());
            printDifference(difference.startLines());
            printDifference(difference.stopLines());
        } catch (KafkaException e) {
            printRow("diff", what, Optional.of(KafkaProblem.text(e, settings.kafka())));
        }
    }

    private void printDifference(List<String> lines) {
        printRow("diff", lines.get(0), Optional.empty());
        PrintWriter out = spec.commandLine().getOut();
        lines.stream().skip(1).forEach(line -> out.printf("%-18s   %s%n", "", line));
    }

    private void checkKafka(Settings settings, ScanPlan plan) {
        try (Admin admin = KafkaClients.admin(settings.kafka())) {
            var findings = new KafkaTopics(admin, settings.kafka()).inspect();
            printRow("kafka", settings.kafka().brokers(), Optional.empty());
            printTopics(findings.values());
            int partitions = Objects.requireNonNull(findings.get(Topic.OBSERVATIONS))
                    .partitions()
                    .orElse(settings.kafka().partitions());
            KafkaPrerequisites.of(admin, settings, partitions)
                    .forEach((what, problem) -> printRow("kafka", what, problem));
            printOwners(admin, settings, plan, findings, printPauses(settings.kafka(), findings));
        } catch (KafkaException e) {
            printRow("kafka", settings.kafka().brokers(), Optional.of(KafkaProblem.text(e, settings.kafka())));
        }
    }

    /** Reports which sources are paused, and returns them; that is what someone asked for, not a problem. */
    private Set<String> printPauses(Settings.Kafka kafka, Map<Topic, Finding> findings) {
        boolean readable = Stream.of(Topic.SIGNALS, Topic.PAUSED_SOURCES)
                .map(findings::get)
                .allMatch(finding -> finding != null
                        && finding.partitions().isPresent()
                        && finding.problem().isEmpty());
        if (!readable) {
            return Set.of();
        }
        var pauses = SignalService.readPauses(kafka);
        pauses.forEach((source, since) -> printRow(
                "paused",
                source + " since " + since + ": no process polls it; armwatch resume " + source + " ends that",
                Optional.empty()));
        return Set.copyOf(pauses.keySet());
    }

    /** Reports which process polls each Azure subscription, and which of their scans are late. */
    private void printOwners(
            Admin admin, Settings settings, ScanPlan plan, Map<Topic, Finding> findings, Set<String> paused) {
        OptionalInt partitions =
                Objects.requireNonNull(findings.get(Topic.OBSERVATIONS)).partitions();
        if (partitions.isEmpty()) {
            return;
        }
        try {
            SubscriptionOwners owners = SubscriptionOwners.of(admin, settings.kafka(), partitions.getAsInt());
            boolean ran = owners.hasMembers() || SubscriptionOwners.hasEverRun(admin, settings.kafka());
            for (String subscription : plan.subscriptions()) {
                printOwner(settings, subscription, owners.of(subscription), ran);
            }
            if (diff) { // what is new has no scan yet
                return;
            }
            printLateScans(
                    settings,
                    plan,
                    plan.subscriptions().stream()
                            .filter(each -> owners.of(each).isPresent())
                            .toList(),
                    paused);
        } catch (KafkaException e) {
            printRow("owner", "who polls what", Optional.of("Kafka does not answer: " + e.getMessage()));
        }
    }

    private void printLateScans(Settings settings, ScanPlan plan, Collection<String> polled, Set<String> paused) {
        if (polled.isEmpty()) {
            return;
        }
        Map<String, String> schedules = new HashMap<>(settings.watch().schedules());
        schedules.keySet().removeAll(paused);
        List<String> late = new LateScans(new Schedules(schedules), Clock.systemUTC())
                .find(plan, polled, StoredStates.readScopes(settings.kafka()));
        String remedy = "poll.failed in " + Topic.POLLING.name(settings.kafka().topicsPrefix())
                + " and the log of armwatch name the cause. If armwatch has just started, wait for its first scan";
        late.stream().limit(NAMED).forEach(sentence -> printRow("scan", sentence, Optional.of(remedy)));
        if (late.size() > NAMED) {
            printRow("scan", (late.size() - NAMED) + " more have not completed a scan", Optional.of(remedy));
        }
        if (late.isEmpty()) {
            printRow("scan", "none is overdue", Optional.empty());
        }
    }

    private void printOwner(Settings settings, String subscription, Optional<Owner> owner, boolean ran) {
        if (owner.isEmpty()) {
            printRow(
                    "owner",
                    subscription + (ran ? "" : ": nobody polls it yet; start armwatch run"),
                    ran ? Optional.of("nobody polls it now; start armwatch run") : Optional.empty());
            return;
        }
        boolean other = owner.get()
                .watchDigest()
                .filter(digest -> !digest.equals(Installation.watchDigest(settings)))
                .isPresent();
        String process = subscription + ": " + owner.get().process();
        printRow(
                "owner",
                other && diff ? process + ", which watches something else or has other settings" : process,
                other && !diff
                        ? Optional.of(
                                "that process has a different watch list or different settings, so it may not poll everything "
                                        + "that is watched here. Give both the same configuration")
                        : Optional.empty());
    }

    /**
     * Prints a row for each topic that exists or cannot be used, and one for all topics that armwatch has yet to
     * create.
     */
    private void printTopics(Collection<Finding> findings) {
        findings.stream().filter(finding -> !finding.isToBeCreated()).forEach(this::printTopic);
        String missing = findings.stream()
                .filter(Finding::isToBeCreated)
                .map(Finding::name)
                .collect(joining(", "));
        if (!missing.isEmpty()) {
            printRow("topic", "armwatch run will create: " + missing, Optional.empty());
        }
    }

    private void printTopic(Finding finding) {
        String partitions =
                finding.partitions().isPresent() ? ", " + finding.partitions().getAsInt() + " partitions" : "";
        printRow("topic", finding.name() + (finding.problem().isPresent() ? "" : partitions), finding.problem());
    }

    private void printRow(String what, String which, Optional<String> problem) {
        healthy &= problem.isEmpty();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-9s %-8s %s%n", problem.isEmpty() ? "ok" : "NOT OK", what, which);
        problem.ifPresent(why -> out.printf("%-18s   %s%n", "", Secrets.mask(why)));
        if (Shutdown.isClosed(out)) {
            throw new IllegalStateException("the output was closed, so the check ends here");
        }
    }
}
