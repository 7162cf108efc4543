package io.armwatch.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Clears the marks that Camel leaves on an exchange after a handled failure. They stop every later step, in the calling routes too:
 * without this, one request that gets no answer ends its worker and is never observed as failed, and an observation that Kafka refuses
 * keeps its scan from reporting its end (ErrorRoutesTest, ObserveRouteTest).
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
