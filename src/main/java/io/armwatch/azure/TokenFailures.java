package io.armwatch.azure;

import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.armwatch.azure.network.ConnectionFailures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Explains in one sentence why there is no token: the innermost meaningful cause, never a response body. */
final class TokenFailures {
    private TokenFailures() {}

    static String sentence(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Collections.reverse(causes);
        return ArmError.presentable(first(causes, MsalServiceException.class)
                .map(TokenFailures::refusal)
                .or(() -> causes.stream()
                        .flatMap(cause -> ConnectionFailures.sentence(cause).stream())
                        .findFirst())
                .orElseGet(() -> firstSentence(failure, causes)));
    }

    /** The chain of causes, outermost first. */
    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> all = new ArrayList<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            all.add(cause);
        }
        return all;
    }

    private static <T> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * Microsoft Entra's message starts with a code, for example AADSTS7000215; the trace ids at its end are cut off.
     */
    private static String refusal(MsalServiceException e) {
        Integer status = e.statusCode();
        String code = e.errorCode() == null ? "" : " " + e.errorCode();
        return "the token endpoint answers" + (status == null || status == 0 ? "" : " " + status) + code + ": "
                + firstLine(e).replaceFirst("\\s*Trace ID:.*", "");
    }

    private static String firstSentence(Throwable failure, List<Throwable> causes) {
        if (String.valueOf(failure.getMessage()).startsWith("Timeout on blocking read")) {
            return "no answer in time";
        }
        boolean nothing = causes.stream().allMatch(CredentialUnavailableException.class::isInstance);
        if (nothing && String.valueOf(failure.getMessage()).contains("AzureCliCredential")) {
            return "no credential found: no AZURE_CLIENT_ID etc. in the environment, no workload or "
                    + "managed identity, no working login of the Azure CLI";
        }
        return causes.stream()
                .filter(cause -> cause.getMessage() != null && !isPointer(cause))
                .findFirst()
                .map(TokenFailures::firstLine)
                .orElse(failure.getClass().getSimpleName());
    }

    /**
     * Whether to skip a message: it only points to another exception, or is a JSON parser's, which quotes its input.
     */
    private static boolean isPointer(Throwable cause) {
        return firstLine(cause).contains("see inner exception")
                || cause.getClass().getName().contains("Json")
                || cause.getClass().getName().startsWith("java.util.concurrent.");
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceFirst("\\s*To mitigate this issue.*", "");
    }
}
