package io.armwatch.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Clears the marks that Camel leaves on an exchange after a handled failure. They would end the worker's loop, and a later failure in
 * the loop would not be handled: the failure of one resource would affect another.
 * Without this policy a request that gets no answer ends its worker, and an observation that Kafka refuses keeps its scan from sending
 * its end: ErrorRoutesTest and ObserveRouteTest show both.
 */
public final class HandledFailureReset extends RoutePolicySupport {
    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        ExchangeExtension marks = exchange.getExchangeExtension();
        if (marks.isErrorHandlerHandledSet()) {
            marks.setErrorHandlerHandled(null);
            marks.setFailureHandled(false);
            exchange.removeProperty(ExchangePropertyKey.EXCEPTION_HANDLED);
            exchange.removeProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        }
    }
}
