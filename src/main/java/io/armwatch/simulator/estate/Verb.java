package io.armwatch.simulator.estate;

import java.util.Locale;

/** What a path addresses: one resource, a list of resources, or an action on a resource. */
public sealed interface Verb {
    /** The key of its operations in the registry. */
    String name();

    /** One resource. */
    record One(SimulatedId id) implements Verb {
        @Override
        public String name() {
            return "one";
        }
    }

    /** A POST action, such as {@code listKeys}. */
    record Action(SimulatedId id, String action) implements Verb {
        @Override
        public String name() {
            return action.toLowerCase(Locale.ROOT);
        }
    }

    /** All Azure subscriptions that the caller can read. */
    record InTenant() implements Verb {
        @Override
        public String name() {
            return "in-tenant";
        }
    }

    /** All resources of a kind in an Azure subscription. */
    record InSubscription() implements Verb {
        @Override
        public String name() {
            return "in-subscription";
        }
    }

    /** All resources of a kind in a resource group. */
    record InGroup(String group) implements Verb {
        @Override
        public String name() {
            return "in-group";
        }
    }

    /** All resources of a kind under a parent. */
    record InParent(SimulatedId parent) implements Verb {
        @Override
        public String name() {
            return "in-parent";
        }
    }
}
