package io.armwatch.bench;

import java.util.Arrays;

/** What is polled one by one: how each kind is asked, and which operations of the simulator count the asking. */
enum PollRequests {
    BATCH_ACCOUNT("/Microsoft.Batch/batchAccounts/", "GET", "", "2024-07-01", "BatchAccount_Get"),
    CERTIFICATE("/certificates/", "GET", "", "2024-07-01", "Certificate_Get"),
    MAPS_KEYS("/Microsoft.Maps/accounts/", "POST", "/listKeys", "2023-06-01", "Accounts_ListKeys"),
    APIM_SUBSCRIPTION("/Microsoft.ApiManagement/service/", "GET", "", "2024-05-01", "Subscription_Get");

    private final String sign;
    private final String method;
    private final String action;
    private final String apiVersion;
    private final String operation;

    PollRequests(String sign, String method, String action, String apiVersion, String operation) {
        this.sign = sign;
        this.method = method;
        this.action = action;
        this.apiVersion = apiVersion;
        this.operation = operation;
    }

    static PollRequests of(String id) {
        return id.contains(CERTIFICATE.sign)
                ? CERTIFICATE
                : Arrays.stream(values())
                        .filter(kind -> id.contains(kind.sign))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(id + " is of no kind that is polled"));
    }

    String method() {
        return method;
    }

    String operation() {
        return operation;
    }

    /** Path and query of the poll. */
    String target(String id) {
        return id + action + "?api-version=" + apiVersion;
    }

    String apiVersion() {
        return apiVersion;
    }
}
