package io.userstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.ServletWebRequest;

/** Chooses among the forms of an answer that one endpoint has. */
final class Negotiation {

    private static final HeaderContentNegotiationStrategy ACCEPT = new HeaderContentNegotiationStrategy();

    private Negotiation() {}

    /** What the request would like best, by the most specific of its ranges for each; of those alike, the one offered first. */
    static MediaType best(HttpServletRequest request, List<MediaType> offered)
            throws HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted = ACCEPT.resolveMediaTypes(new ServletWebRequest(request));
        MediaType best = null;
        MediaType byRange = null;
        for (MediaType offer : offered) {
            MediaType range = rangeOf(offer, accepted);
            boolean better = byRange == null || range != null && range.isMoreSpecific(byRange);
            if (range != null && range.getQualityValue() > 0 && better) {
                best = offer;
                byRange = range;
            }
        }
        if (best == null) {
            throw new HttpMediaTypeNotAcceptableException(offered);
        }
        return best;
    }

    private static @Nullable MediaType rangeOf(MediaType offer, List<MediaType> accepted) {
        MediaType most = null;
        for (MediaType range : accepted) {
            if (range.includes(offer)
                    && (most == null || range.removeQualityValue().isMoreSpecific(most.removeQualityValue()))) {
                most = range;
            }
        }
        return most;
    }
}
