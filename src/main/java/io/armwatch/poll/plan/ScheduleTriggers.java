package io.armwatch.poll.plan;

import java.time.Clock;
import java.util.Date;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** Recomputes the next ticks after the wall clock was set. Quartz computes each tick from the wall-clock time of the previous one. */
public final class ScheduleTriggers {
    private ScheduleTriggers() {}

    /** Recomputes the next tick of every schedule. After the wall clock was set back, Quartz would wait for the old time. */
    public static void rearm(Scheduler scheduler, Clock clock) throws SchedulerException {
        Date now = Date.from(clock.instant());
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
            Trigger trigger = scheduler.getTrigger(key);
            if (trigger != null) {
                scheduler.rescheduleJob(
                        key, trigger.getTriggerBuilder().startAt(now).build());
            }
        }
    }
}
