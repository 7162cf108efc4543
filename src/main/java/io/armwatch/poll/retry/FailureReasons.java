package io.armwatch.poll.retry;

import static java.util.Map.entry;

import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmExec.TooLargeException;
import io.armwatch.azure.Credential.NoTokenException;
import io.armwatch.change.Reason;
import io.armwatch.source.InvalidAnswerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Maps a status or an exception to a reason, and a reason to what an operator can do about it. */
public final class FailureReasons {
    /** ARM's codes for an api-version that it refuses. Other codes mean that only if the message names the supported versions. */
    private static final Set<String> VERSION_REFUSED =
            Set.of("invalidapiversionparameter", "invalidapiversion", "unsupportedapiversion", "apiversionretired");

    /** ARM's codes for a type or a feature that was withdrawn. */
    private static final Set<String> RETIRED = Set.of(
            "noregisteredproviderfound",
            "invalidresourcetype",
            "featureretired",
            "certificateretired",
            "resourcetypenotsupported");

    /** ARM's codes for an Azure subscription that is disabled or gone. */
    private static final Set<String> SUBSCRIPTION_STATE = Set.of(
            "readonlydisabledsubscription", "disabledsubscription", "subscriptiondisabled", "subscriptionnotfound");

    /** ARM's codes for a right that the role lacks. */
    private static final Set<String> MISSING_RIGHT = Set.of("authorizationfailed", "linkedauthorizationfailed");

    /** What to do about ARM's well-known codes, lower-cased. A code means the same with every status. */
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            entry("readonlydisabledsubscription", Remedies.DISABLED),
            entry("disabledsubscription", Remedies.DISABLED),
            entry("subscriptiondisabled", Remedies.DISABLED),
            entry("subscriptionnotfound", Remedies.SUBSCRIPTION),
            entry("invalidsubscriptionid", Remedies.SUBSCRIPTION),
            entry("missingsubscriptionregistration", Remedies.REGISTRATION),
            entry("subscriptionnotregistered", Remedies.REGISTRATION),
            entry("scopelocked", Remedies.LOCK),
            entry("invalidauthenticationtokentenant", Remedies.TENANT));

    /** Sentences that several codes share. */
    private interface Remedies {
        String DISABLED =
                "the Azure subscription is disabled and can only be read: re-enable it in the Azure portal, or "
                        + "take it out of the watch file";
        String SUBSCRIPTION =
                "check that this Azure subscription exists, and that armwatch's identity belongs to its tenant";
        String REGISTRATION =
                "register the resource provider in this Azure subscription (az provider register), or take the"
                        + " resource out of the watch file";
        String LOCK =
                "a read-only lock forbids this POST: remove the lock (az lock delete), or take the resource out of the"
                        + " watch file";
        String TENANT =
                "the token is for another tenant than this Azure subscription: give armwatch an identity of its tenant";
    }

    private FailureReasons() {}

    /** The reason for a response with another status than 200 and 304. */
    public static Reason of(int status, ArmError error) {
        String code = error.code().orElse("").toLowerCase(Locale.ROOT);
        boolean client = status >= 400 && status < 500 && status != 401 && status != 403 && status != 429;
        if (client
                && (VERSION_REFUSED.contains(code) || !error.supportedVersions().isEmpty())) {
            return Reason.API_VERSION;
        }
        if (status == 410 || (status >= 400 && status < 500 && RETIRED.contains(code))) {
            return Reason.RETIRED;
        }
        if (status >= 400 && status < 500 && status != 401 && REMEDIES.containsKey(code)) {
            return Reason.REFUSED;
        }
        return switch (status) {
            case 404 -> error.fromArm() ? Reason.MISSING : Reason.INVALID_RESPONSE;
            case 401 -> Reason.UNAUTHENTICATED;
            case 403 -> Reason.FORBIDDEN;
            case 408 -> Reason.TIMEOUT;
            case 429 -> Reason.THROTTLED;
            default -> other(status, error);
        };
    }

    private static Reason other(int status, ArmError error) {
        if (status >= 500) {
            return Reason.SERVER_ERROR;
        }
        return status >= 400 && error.fromArm() ? Reason.REFUSED : Reason.INVALID_RESPONSE;
    }

    /** The reason for a request without a usable response. */
    public static Reason of(Throwable failure) {
        if (failure instanceof NoTokenException) {
            return Reason.UNAUTHENTICATED;
        }
        if (failure instanceof InterruptedIOException) {
            return Reason.TIMEOUT;
        }
        if (failure instanceof NoHttpResponseException) {
            return Reason.UNREACHABLE;
        }
        boolean malformed = failure instanceof InvalidAnswerException
                || failure instanceof TooLargeException
                || failure instanceof ConnectionClosedException
                || failure instanceof MalformedChunkCodingException
                || failure instanceof HttpException
                || failure.getCause() instanceof HttpException
                || failure instanceof ZipException
                || failure instanceof EOFException;
        if (malformed) {
            return Reason.INVALID_RESPONSE;
        }
        return failure instanceof IOException ? Reason.UNREACHABLE : Reason.INVALID_RESPONSE;
    }

    /** Whether ARM refuses a request because of the state of the Azure subscription. */
    public static boolean isOfSubscription(ArmError error) {
        return error.code()
                .map(code -> SUBSCRIPTION_STATE.contains(code.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    /** Whether a poll failed because the identity's role lacks a right. Other 403s are about one resource, for example a deny assignment. */
    public static boolean isMissingRight(Reason reason, ArmError error) {
        boolean authorization = error.code()
                .map(code -> MISSING_RIGHT.contains(code.toLowerCase(Locale.ROOT)))
                .orElse(false);
        return reason == Reason.FORBIDDEN
                && error.fromArm()
                && (authorization || error.deniedAction().isPresent());
    }

    /** Whether a retry would soon get the same response. That is so only if ARM itself responded, and not a gateway. */
    public static boolean isPermanent(Reason reason, ArmError error) {
        return switch (reason) {
            case RETIRED, API_VERSION -> true;
            case FORBIDDEN, MISSING, REFUSED -> error.fromArm();
            case INVALID_RESPONSE, UNAUTHENTICATED, THROTTLED, UNREACHABLE, TIMEOUT, SERVER_ERROR -> false;
        };
    }

    /** What to do about a failure: by ARM's code if that is well known, else by the reason. */
    public static String remedy(Reason reason, Optional<String> code) {
        return code.map(known -> REMEDIES.get(known.toLowerCase(Locale.ROOT))).orElseGet(() -> remedy(reason));
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case UNAUTHENTICATED -> "check armwatch.azure.credential and the identity that armwatch runs as";
            case FORBIDDEN -> "give armwatch's identity the role that armwatch role prints, on this scope";
            case MISSING -> "take it out of the watch file, or correct its id";
            case REFUSED -> "see ARM's code and message; armwatch polls it again at intervals that grow to an hour";
            case THROTTLED -> "poll less often, or watch less of this Azure subscription";
            case UNREACHABLE -> "check the network, and armwatch.azure.endpoint";
            case TIMEOUT -> "check the network, or raise armwatch.http.timeout";
            case INVALID_RESPONSE -> "check proxies and gateways between armwatch and armwatch.azure.endpoint";
            case SERVER_ERROR -> "see Azure's status page; armwatch keeps polling";
            case RETIRED -> "take it out of the watch file: Azure has withdrawn this feature";
            case API_VERSION -> "update armwatch, or set armwatch.api-version.<source> to a version that ARM supports";
        };
    }
}
