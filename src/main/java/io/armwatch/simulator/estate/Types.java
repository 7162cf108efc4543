package io.armwatch.simulator.estate;

/** The resource types that have code of their own in the simulator. All others are served from their fixture folder. */
public final class Types {
    public static final String BATCH_ACCOUNT = "Microsoft.Batch/batchAccounts";
    public static final String CERTIFICATE = "Microsoft.Batch/batchAccounts/certificates";
    public static final String MAPS_ACCOUNT = "Microsoft.Maps/accounts";
    public static final String APIM_SERVICE = "Microsoft.ApiManagement/service";
    public static final String APIM_SUBSCRIPTION = "Microsoft.ApiManagement/service/subscriptions";
    public static final String WORKSPACE_SUBSCRIPTION = "Microsoft.ApiManagement/service/workspaces/subscriptions";

    private Types() {}
}
