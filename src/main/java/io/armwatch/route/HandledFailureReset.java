package io.armwatch.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Ends the matter of a handled failure with the route that handled it. Camel leaves marks on the exchange that would end the
 * worker's loop too, and keep a later failure in it from being handled: one resource's failure would be another's.
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
