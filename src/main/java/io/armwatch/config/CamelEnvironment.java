package io.armwatch.config;

import org.apache.camel.spi.PropertiesComponent;

/** Whether Camel looks at the environment and the system properties for placeholders. */
public final class CamelEnvironment {
    private CamelEnvironment() {}

    /** For what runs with settings of its own: a variable left in the user's shell must not turn it elsewhere. */
    public static void ignore(PropertiesComponent properties) {
        var component = (org.apache.camel.component.properties.PropertiesComponent) properties;
        component.setEnvironmentVariableMode(
                org.apache.camel.component.properties.PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        component.setSystemPropertiesMode(
                org.apache.camel.component.properties.PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    }
}
