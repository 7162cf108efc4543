package io.armwatch.service;

import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Camel's default settings; the user's {@code camel.*} settings override them. */
final class CamelSetup {
    private CamelSetup() {}

    static Map<String, String> initial(Settings settings, Folders folders) {
        Map<String, String> camel = new LinkedHashMap<>(SettingsReader.defaults());
        camel.put("camel.main.name", "armwatch");
        camel.put("camel.main.startup-summary-level", "Oneline");
        camel.put(
                "camel.main.routes-include-pattern", "file:" + folders.routes().toAbsolutePath() + "/**/*.camel.yaml");
        camel.put("camel.main.shutdown-timeout", "2");
        camel.put("camel.main.shutdown-log-inflight-exchanges-on-timeout", "false");
        camel.put("camel.main.stream-caching-enabled", "false");
        camel.put("camel.main.jmx-enabled", "false");
        camel.put("camel.management.enabled", "true");
        camel.put("camel.management.host", settings.management().host());
        camel.put(
                "camel.management.port", Integer.toString(settings.management().port()));
        camel.put("camel.management.health-check-enabled", "true");
        camel.put("camel.management.metrics-enabled", "true");
        camel.put("camel.health.exposure-level", "full");
        camel.put("camel.metrics.enabled", "true");
        camel.put("camel.metrics.enable-route-policy", "false");
        camel.put("camel.metrics.enable-message-history", "false");
        camel.put("camel.metrics.enable-exchange-event-notifier", "false");
        camel.put("camel.metrics.enable-route-event-notifier", "false");
        camel.put("camel.component.kafka.brokers", settings.kafka().brokers());
        return camel;
    }

    /** Runs before Camel reads its settings. */
    static final class BeforeConfigure extends MainListenerSupport {
        private final Consumer<CamelContext> action;

        BeforeConfigure(Consumer<CamelContext> action) {
            this.action = action;
        }

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            action.accept(main.getCamelContext());
        }
    }
}
