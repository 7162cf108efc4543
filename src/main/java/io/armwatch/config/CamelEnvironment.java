package io.armwatch.config;

import org.apache.camel.spi.PropertiesComponent;

/** Controls whether Camel resolves placeholders from the environment and the system properties. */
public final class CamelEnvironment {
    private CamelEnvironment() {}

    /**
     * Ignores both, for commands with settings of their own: a variable left in the user's shell must not redirect
     * them.
     */
    public static void ignore(PropertiesComponent properties) {
        var component = (org.apache.camel.component.properties.PropertiesComponent) properties;
        component.setEnvironmentVariableMode(
                org.apache.camel.component.properties.PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        component.setSystemPropertiesMode(
                org.apache.camel.component.properties.PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    }
}
