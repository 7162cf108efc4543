package io.armwatch.azure;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * An Azure cloud: the endpoint of its Resource Manager and the authority that issues tokens for it.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure">Endpoints of
 *     the clouds</a>
 */
public enum AzureCloud {
    PUBLIC("AzureCloud", "https://management.azure.com", "https://login.microsoftonline.com/"),
    CHINA("AzureChinaCloud", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn/"),
    US_GOVERNMENT("AzureUSGovernment", "https://management.usgovcloudapi.net", "https://login.microsoftonline.us/");

    private final String text;
    private final URI endpoint;
    private final String authority;

    AzureCloud(String text, String endpoint, String authority) {
        this.text = text;
        this.endpoint = URI.create(endpoint);
        this.authority = authority;
    }

    public static Optional<AzureCloud> named(String text) {
        return Arrays.stream(values()).filter(cloud -> cloud.text.equals(text)).findFirst();
    }

    /** The cloud's name in the Azure CLI. */
    public String text() {
        return text;
    }

    /** The base address of Azure Resource Manager. */
    public URI endpoint() {
        return endpoint;
    }

    /** The host that issues tokens. */
    public String authority() {
        return authority;
    }

    /** The OAuth scope of a token that Resource Manager accepts. */
    public String tokenScope() {
        return endpoint + "/.default";
    }
}
