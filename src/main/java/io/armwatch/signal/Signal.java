package io.armwatch.signal;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import java.util.Map;

/** What someone asks armwatch to do. Its JSON form is the value of a record of the topic {@code signals} and the body of a POST. */
public sealed interface Signal {
    /** The name of its only property in JSON, also its kind in metrics. */
    String kind();

    /** The value of that property. */
    String value();

    /** Poll one resource now, by every source that watches it. */
    record Poll(ArmId id) implements Signal {
        @Override
        public String kind() {
            return "poll";
        }

        @Override
        public String value() {
            return id.text();
        }
    }

    /**
     * Scan now.
     *
     * @param what the name of a source, or a scope
     */
    record Scan(String what) implements Signal {
        @Override
        public String kind() {
            return "scan";
        }

        @Override
        public String value() {
            return what;
        }
    }

    /** Poll nothing of a source until it is resumed. */
    record Pause(String source) implements Signal {
        @Override
        public String kind() {
            return "pause";
        }

        @Override
        public String value() {
            return source;
        }
    }

    /** Poll a paused source again. */
    record Resume(String source) implements Signal {
        @Override
        public String kind() {
            return "resume";
        }

        @Override
        public String value() {
            return source;
        }
    }

    /** The JSON form, for example {@code {"pause":"maps-keys"}}. */
    default byte[] json() {
        return Json.write(Map.of(kind(), value()));
    }
}
