package io.armwatch.service;

import io.armwatch.config.Settings;
import io.armwatch.detection.DetectionService;
import io.armwatch.detection.Installation;
import io.armwatch.management.HostGuard;
import io.armwatch.management.api.ApiSources;
import io.armwatch.management.api.ApiSources.Problem;
import io.armwatch.management.api.ManagementApi;
import io.armwatch.management.view.InstallationView;
import io.armwatch.outlet.Outlets;
import io.armwatch.poll.CredentialOutages;
import io.armwatch.route.RouteBeans;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The status page and the API of a running service: what they read from, and the address at which they are found. */
final class StatusPage implements AutoCloseable {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final Duration LONGEST_WITHOUT_TOKEN = Duration.ofMinutes(1);

    private final Settings settings;
    private final RouteBeans beans;
    private final DetectionService detection;
    private final Supplier<Optional<String>> waiting;
    private final Supplier<Optional<String>> watchListProblem;
    private final Outlets outlets;
    private final InstallationView view;
    private final ManagementApi api;

    /**
     * Reads nothing before the first request.
     *
     * @param waiting why nothing is polled yet, as a sentence
     * @param watchListProblem why a changed watch list is not in force, as a sentence
     */
    StatusPage(
            Settings settings,
            RouteBeans beans,
            DetectionService detection,
            Supplier<Optional<String>> waiting,
            Supplier<Optional<String>> watchListProblem,
            Outlets outlets,
            Clock clock) {
        this.settings = settings;
        this.beans = beans;
        this.detection = detection;
        this.waiting = waiting;
        this.watchListProblem = watchListProblem;
        this.outlets = outlets;
        this.view = new InstallationView(settings.kafka());
        this.api = new ManagementApi(
                new ApiSources(
                        view,
                        beans.polling(),
                        settings.watch(),
                        new ApiSources.Self(
                                Version.text(),
                                address(settings.management()),
                                clock.instant(),
                                settings.kafka().signals()),
                        this::problems,
                        beans.scheduler()::isSourcePaused,
                        outlets,
                        clock),
                new HostGuard(settings.management().host()));
    }

    /** Host and port for a link. A server that listens on every address is found by the name of its machine. */
    private static String address(Settings.Management management) {
        String host = management.host();
        try {
            host = EVERY_ADDRESS.contains(host) ? InetAddress.getLocalHost().getHostName() : host;
        } catch (UnknownHostException unnamed) {
            host = "localhost";
        }
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + management.port();
    }

    /** Lets the pages of other processes link to this one. */
    void publishAddress(Installation installation) {
        installation.publishAddress(address(settings.management()));
    }

    /** Adds the page and the API to the management server. */
    void addTo(Router router) {
        api.addTo(router);
    }

    private List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        CredentialOutages credentials = beans.identity();
        if (beans.polling().isPaused()) {
            problems.add(new Problem(true, "Kafka cannot be reached; polling is paused"));
        } else {
            waiting.get().ifPresent(text -> problems.add(new Problem(true, text)));
        }
        credentials
                .problem()
                .ifPresent(text -> problems.add(new Problem(
                        credentials.hasNoTokenFor(LONGEST_WITHOUT_TOKEN), "ARM accepts no token: " + text)));
        detection.installation().conflict().ifPresent(text -> problems.add(new Problem(false, text)));
        detection.installation().deviation().ifPresent(text -> problems.add(new Problem(false, text)));
        beans.discovery().problems().forEach(text -> problems.add(new Problem(false, text)));
        watchListProblem.get().ifPresent(text -> problems.add(new Problem(false, text)));
        outlets.problem().ifPresent(text -> problems.add(new Problem(false, text)));
        beans.polling().overdueScans().forEach(text -> problems.add(new Problem(false, text)));
        return problems;
    }

    @Override
    public void close() {
        view.close();
    }
}
