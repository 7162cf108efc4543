package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.route.Plan.Part;
import io.armwatch.route.Plan.Start;
import io.armwatch.source.Source;
import java.time.Instant;
import java.util.Optional;

/** Walks over what a test watches. */
final class Walks {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Walks() {}

    private static Walk of(Part part) {
        return of(part, new Met());
    }

    private static Walk of(Part part, Met met) {
        Scan scan = new Scan(part.source().name(), part.id().subscriptionId(), NOON, 0, true);
        Walk walk = new Walk(scan, part, met);
        scan.begins(1);
        return walk;
    }

    /** Over one resource. */
    static Walk over(Source source, String id) {
        return of(new Part(source, id, ArmId.of(id), ArmId.of(id), Optional.empty()));
    }

    /** Over all there is in a subscription or a group, by the list of the source's top level. */
    static Walk overAll(Source source, String scope) {
        return overAll(source, scope, new Met());
    }

    /** The same, after those that met the same. */
    static Walk overAll(Source source, String scope, Met met) {
        ArmId list = ArmId.of(scope + "/providers/" + source.type().namespace() + "/"
                + source.type().levels().get(0).type());
        return of(new Part(source, scope, ArmId.of(scope), ArmId.of(scope), Optional.of(new Start(list, 0))), met);
    }

    /** Over the children of one parent. */
    static Walk overChildren(Source source, String list) {
        return of(new Part(
                source, list + "/*", ArmId.of(list), ArmId.of(list), Optional.of(new Start(ArmId.of(list), 1))));
    }

    /** A request of such a walk's first list. */
    static ArmRequest first(Walk walk) {
        Listing listing = walk.part().listing();
        walk.begins(listing);
        return ArmRequest.list(listing, walk);
    }
}
