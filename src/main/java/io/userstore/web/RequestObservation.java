package io.userstore.web;

import io.micrometer.common.KeyValues;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/** What metrics and traces tell of a request: its route, but not its path, in which a caller may have put anything. */
@Component
class RequestObservation extends DefaultServerRequestObservationConvention {

    /** A method is a caller's word, too. */
    @Override
    public String getContextualName(ServerRequestObservationContext context) {
        String name = isKnown(context) ? super.getContextualName(context) : null;
        return name == null ? "http unknown" : name;
    }

    private static boolean isKnown(ServerRequestObservationContext context) {
        return context.getCarrier() != null
                && List.of(HttpMethod.values())
                        .contains(HttpMethod.valueOf(context.getCarrier().getMethod()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
        return KeyValues.empty();
    }
}
