package io.armwatch.route;

import io.armwatch.azure.Budget;
import io.armwatch.change.Judgement;
import io.armwatch.config.Settings;
import io.armwatch.judge.JudgeService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The beans that the routes name, put together. */
public record Polling(
        Scans scans,
        Eyes eyes,
        Answers answers,
        ScanTrigger trigger,
        FinishedScansReport finishedScans,
        Sending sending,
        Credentials identity) {
    public static Polling of(Settings settings, JudgeService judge, Clock clock, MeterRegistry meters) {
        Memory memory = new Memory(judge);
        Schedules schedules = new Schedules(settings.watch().schedules());
        Rests rests = new Rests(schedules, clock, System::nanoTime);
        RetryAfterGate gate = new RetryAfterGate(System::nanoTime);
        Retries retries = new Retries(() -> ThreadLocalRandom.current().nextDouble());
        Budget budget = Budget.ofUnknownBalance(settings.azure().budgetShare(), System::nanoTime);
        SecretsGate secrets = new SecretsGate(settings.watch().apimKeys(), System::nanoTime);
        Scans scans = new Scans(settings, memory, rests, budget, new Scans.Time(clock, System::nanoTime), meters);
        Looks looks = new Looks(
                memory,
                new Judgement(settings.watch().confirmations()),
                rests,
                settings.watch().fingerprints(),
                clock,
                meters);
        scans.forgetBy(looks::keep);
        scans.forgetBy(secrets::keep);
        FollowUpRequests followUps = new FollowUpRequests(rests);
        Pages pages =
                new Pages(memory, looks, followUps, secrets, settings.azure().endpoint());
        AbsenceCheck absence = new AbsenceCheck(memory, followUps, secrets, scans.reconciliation());
        Credentials credentials = new Credentials(memory, schedules, clock, System::nanoTime);
        scans.forgetBy(credentials::keep);
        ScanCompletion completion = new ScanCompletion(looks, followUps, absence, scans, credentials);
        Refusals refusals = new Refusals(looks, secrets, gate, retries, budget, credentials, clock);
        return new Polling(
                scans,
                new Eyes(memory, completion, scans, gate, clock),
                new Answers(new ResponseHandler(
                        memory, looks, pages, followUps, scans, secrets, budget, refusals, credentials)),
                new ScanTrigger(scans),
                new FinishedScansReport(scans),
                new Sending(meters, scans),
                credentials);
    }

    /** The beans by the names that the routes have for them. */
    public Map<String, Object> beans() {
        return Map.of(
                "poller", eyes,
                "responses", answers,
                "scanTrigger", trigger,
                "finishedScans", finishedScans,
                "observations", new ObservationRecords(),
                "delivery", sending,
                "handledFailureReset", new Forgiving());
    }
}
