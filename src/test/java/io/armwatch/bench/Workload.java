package io.armwatch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.SimulatedCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Resources in as many Azure subscriptions as it takes for ARM's budget not to be what limits the rate.
 *
 * @param ids all that is observed
 * @param scopes what armwatch watches
 * @param seed entries for the simulator, as JSON
 * @param pages that a scan of all scopes takes; 0 where resources are polled one by one
 */
record Workload(String name, List<String> ids, List<String> scopes, List<String> seed, int pages) {
    static final int PAGE = 100;
    private static final int IN_A_LIST = 250;
    private static final Instant FROM = Instant.parse("2022-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2042-01-01T00:00:00Z");

    /** 30 % Batch accounts, 30 % certificates, 30 % API Management subscriptions, 10 % Maps accounts, each named. */
    static Workload oneByOne(int resources) {
        Making making = new Making(0);
        int three = resources * 3 / 10;
        making.add(three, 30, making::batchAccounts);
        making.add(three, 30, making::certificates);
        making.add(three, 30, making::apimSubscriptions);
        making.add(resources - 3 * three, 10, making::mapsAccounts);
        return new Workload("one by one", making.ids, making.ids, making.seed, 0);
    }

    /** A third of each but Maps accounts, whose keys no list shows; 250 in each list. */
    static Workload lists(int resources) {
        Making making = new Making(1_000_000);
        int third = resources / 3;
        making.add(third, IN_A_LIST, making::batchAccounts);
        making.add(third, IN_A_LIST, making::certificates);
        making.add(resources - 2 * third, IN_A_LIST, making::apimSubscriptions);
        return new Workload("lists", making.ids, making.scopes, making.seed, making.pages);
    }

    /** How many resources a request observes. */
    double perRequest() {
        return pages == 0 ? 1 : (double) ids.size() / pages;
    }

    /** How many requests a scan of everything takes. */
    int requests() {
        return pages == 0 ? ids.size() : pages;
    }

    /** Fills one Azure subscription with as many resources. */
    private interface Filling {
        void fill(String providers, int count);
    }

    private static final class Making {
        private final List<String> ids = new ArrayList<>();
        private final List<String> scopes = new ArrayList<>();
        private final List<String> seed = new ArrayList<>();
        private int subscription;
        private int pages;

        Making(int firstSubscription) {
            subscription = firstSubscription;
        }

        void add(int resources, int perSubscription, Filling filling) {
            for (int left = resources; left > 0; left -= perSubscription) {
                int count = Math.min(left, perSubscription);
                filling.fill(
                        "/subscriptions/00000000-0000-4000-8000-%012x/resourceGroups/rg1/providers/"
                                .formatted(++subscription),
                        count);
                pages += (count + PAGE - 1) / PAGE;
            }
        }

        void batchAccounts(String providers, int count) {
            String list = providers + "Microsoft.Batch/batchAccounts/";
            scopes.add(list + "*");
            for (int i = 0; i < count; i++) {
                observe(ResourceBodies.batchAccount(list + "batch%08x%04d".formatted(subscription, i)));
            }
        }

        void certificates(String providers, int count) {
            String account = providers + "Microsoft.Batch/batchAccounts/cert%08x".formatted(subscription);
            seed.add(ResourceBodies.bare(account).toString());
            scopes.add(account + "/certificates/*");
            for (int i = 0; i < count; i++) {
                var certificate = SimulatedCertificate.of(subscription * 1_000 + i, FROM, TO);
                observe(ResourceBodies.certificate(account + "/certificates/" + certificate.name(), certificate));
            }
        }

        void apimSubscriptions(String providers, int count) {
            String service = providers + "Microsoft.ApiManagement/service/apim-%08x".formatted(subscription);
            seed.add(ResourceBodies.bare(service).toString());
            scopes.add(service + "/subscriptions/*");
            for (int i = 0; i < count; i++) {
                observe(ResourceBodies.apimSubscription(service + "/subscriptions/partner%04d".formatted(i)));
            }
        }

        void mapsAccounts(String providers, int count) {
            for (int i = 0; i < count; i++) {
                observe(ResourceBodies.bare(
                        providers + "Microsoft.Maps/accounts/maps%08x%04d".formatted(subscription, i)));
            }
        }

        private void observe(ObjectNode entry) {
            seed.add(entry.toString());
            ids.add(entry.get("id").asText());
        }
    }
}
