package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;
import java.time.Duration;
import java.util.Random;

/** Scenario 2: three processes under load, of which one or two are killed again and again, and replaced. */
final class RandomKills implements Scenario {
    private static final int ROUNDS = 7;

    private final long seed;
    private int kills;

    /** What is killed, after how many changes, and what is changed, follows from the seed. */
    RandomKills(long seed) {
        this.seed = seed;
    }

    /** A seed of its own each time, unless one is given: {@code -Dchaos.seed=}. */
    static RandomKills seeded() {
        return new RandomKills(Long.getLong("chaos.seed", System.currentTimeMillis()));
    }

    @Override
    public Outcome run(ArmwatchProcess.Options armwatch) {
        System.out.println("To play it again: -Dchaos.seed=" + seed);
        Random random = new Random(seed);
        try (ProcessGroup team = new ProcessGroup(SharedBroker.proxy().brokers(), "* * * * * ?", armwatch)) {
            team.start(3);
            int changes;
            try (ChangeLoad load = new ChangeLoad(team, seed, Duration.ofMillis(150))) {
                for (int round = 0; round < ROUNDS; round++) {
                    load.await(5 + random.nextInt(90));
                    kill(team, random, load);
                }
                changes = load.end().size();
            }
            return team.outcome(kills + " kill -9, " + changes + " changes");
        }
    }

    private void kill(ProcessGroup team, Random random, ChangeLoad load) {
        int count = random.nextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            team.kill(team.members().get(random.nextInt(team.members().size())));
            kills++;
        }
        load.await(1 + random.nextInt(20));
        for (int i = 0; i < count; i++) {
            team.join();
        }
    }

    @Override
    public String toString() {
        return "2 random kills, -Dchaos.seed=" + seed;
    }
}
