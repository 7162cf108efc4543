package io.armwatch.route;

import io.armwatch.azure.Budget;
import io.armwatch.change.Judgement;
import io.armwatch.config.Settings;
import io.armwatch.judge.JudgeService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/** The beans that the routes name, put together. */
public record Polling(Scans scans, Eyes eyes, Answers answers, Sending sending, Credentials identity) {
    public static Polling of(Settings settings, JudgeService judge, Clock clock, MeterRegistry meters) {
        Memory memory = new Memory(judge);
        Schedules schedules = new Schedules(settings.watch().schedules());
        Rests rests = new Rests(schedules, clock, System::nanoTime);
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
        Pages pages = new Pages(
                memory,
                looks,
                rests,
                secrets,
                scans.reconciliation(),
                settings.azure().endpoint());
        Credentials credentials = new Credentials(memory, schedules, clock, System::nanoTime);
        scans.forgetBy(credentials::keep);
        Eyes eyes = new Eyes(memory, looks, pages, scans, rests, credentials, clock);
        Refusals refusals = new Refusals(looks, secrets, rests, retries, budget, credentials, clock);
        Answers answers = new Answers(memory, looks, pages, scans, secrets, budget, refusals, credentials);
        return new Polling(scans, eyes, answers, new Sending(meters, scans), credentials);
    }
}
