package io.armwatch.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Ends the matter of a handled failure with the route that handled it. Camel leaves marks on the exchange that stop every step behind
 * it, in the calling routes too. Without this, one request that gets no answer ends its worker and is never observed as failed, and
 * an observation that Kafka refuses keeps its scan from reporting its end, as
 * ErrorRoutesTest and ObserveRouteTest show.
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
