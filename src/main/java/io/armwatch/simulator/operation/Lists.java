package io.armwatch.simulator.operation;

import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.Estate;
import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.Verb;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.kind.LastPage;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.SkipToken;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NavigableMap;

/** Lists in pages. A page starts after the last id of the previous page, so that deletions in between skip nothing. */
final class Lists {
    private final Estate estate;
    private final int pageSize;

    Lists(Estate estate, int pageSize) {
        this.estate = estate;
        this.pageSize = pageSize;
    }

    Answer answer(Call call, RequestPath path) {
        NavigableMap<String, Entity> list = estate.list(requireScope(path));
        SkipToken at = at(call);
        Buffer page = Buffer.buffer("{\"value\":[");
        String last = "";
        int left = path.kind().hasPages() ? size(call) : Integer.MAX_VALUE;
        Iterator<Entity> entities = list.tailMap(at.after(), false).values().iterator();
        for (; left > 0 && entities.hasNext(); left--) {
            Entity entity = entities.next();
            page.appendString(last.isEmpty() ? "" : ",").appendBuffer(entity.listed());
            last = entity.id().key();
        }
        page.appendString("]");
        if (path.kind().hasCount()) {
            page.appendString(",\"count\":" + list.size());
        }
        appendNextLink(page, path.kind(), entities.hasNext() ? next(call, at.next(last)) : "");
        return Answer.of(200, page.appendString("}"));
    }

    /** The key of the list; fails with 404 if its subscription, group or parent does not exist. */
    private String requireScope(RequestPath path) {
        if (path.verb() instanceof Verb.InTenant) {
            return path.key();
        }
        if (path.verb() instanceof Verb.InGroup in) {
            estate.requireGroup(path.subscription(), in.group());
        } else if (path.verb() instanceof Verb.InParent in
                && estate.find(in.parent()).isEmpty()) {
            estate.requireAround(
                    new SimulatedId(
                            path.kind(),
                            path.path(),
                            path.subscription(),
                            in.parent().group(),
                            in.parent().text(),
                            ""),
                    "read");
        } else {
            estate.requireSubscription(path.subscription());
        }
        return path.key();
    }

    /** Appends the next link. On the last page it is absent, null or empty, as its service has it. */
    private static void appendNextLink(Buffer page, Kind kind, String next) {
        if (!next.isEmpty() || kind.behaviour().lastPage() == LastPage.EMPTY) {
            page.appendString(",\"nextLink\":").appendBuffer(WireJson.quoted(next));
        } else if (kind.behaviour().lastPage() == LastPage.NULL) {
            page.appendString(",\"nextLink\":null");
        }
    }

    private static String next(Call call, SkipToken next) {
        StringBuilder link = new StringBuilder(call.self())
                .append("?api-version=")
                .append(call.parameter("api-version").orElse(""));
        for (String kept : new String[] {"maxresults", "$top", "$filter", "$select"}) {
            call.parameter(kept)
                    .ifPresent(value -> link.append('&')
                            .append(kept)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return link.append('&')
                .append(SkipToken.PARAMETER)
                .append('=')
                .append(next.text())
                .toString();
    }

    private static SkipToken at(Call call) {
        try {
            return call.parameter(SkipToken.PARAMETER).map(SkipToken::parse).orElse(SkipToken.FIRST);
        } catch (IllegalArgumentException e) {
            throw new ArmErrorException(400, "InvalidSkipToken", "The specified skip token is invalid.");
        }
    }

    /** The page size, or less if the caller requests less. */
    private int size(Call call) {
        try {
            int requested = call.parameter("maxresults")
                    .or(() -> call.parameter("$top"))
                    .map(Integer::valueOf)
                    .orElse(pageSize);
            return Math.max(1, Math.min(pageSize, requested));
        } catch (NumberFormatException e) {
            throw new ArmErrorException(400, "InvalidQueryParameterValue", "A page size must be a number.");
        }
    }
}
