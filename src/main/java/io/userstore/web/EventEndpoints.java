package io.userstore.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.APPLICATION_NDJSON;
import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;
import static org.springframework.http.MediaType.TEXT_EVENT_STREAM;
import static org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.userstore.audit.AuditTrail;
import io.userstore.audit.EventFeed;
import io.userstore.audit.EventItem;
import io.userstore.audit.EventPage;
import io.userstore.audit.FindEvents;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The log for auditors. Each read is on record before anything of its answer leaves. */
@RestController
@Tag(name = "audit")
class EventEndpoints {

    static final String PATH = "/api/v1/events";

    private static final List<MediaType> FORMS =
            List.of(MediaType.APPLICATION_JSON, APPLICATION_NDJSON, TEXT_EVENT_STREAM);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EventFeed feed;
    private final AuditTrail trail;
    private final LogStreams streams;

    EventEndpoints(EventFeed feed, AuditTrail trail, LogStreams streams) {
        this.feed = feed;
        this.trail = trail;
        this.streams = streams;
    }

    @GetMapping(
            path = PATH,
            produces = {APPLICATION_JSON_VALUE, APPLICATION_NDJSON_VALUE, TEXT_EVENT_STREAM_VALUE})
    @Operation(
            summary = "Lists the events of the log in their order",
            description = "As JSON a page at a time: give next of one page as after of the following. As NDJSON all of"
                    + " them up to the end of the log, an event a line; cut off if it fails on the way. As server-sent"
                    + " events with no end: the id is the position, from which Last-Event-ID goes on. What is"
                    + " personal is masked without the scope audit:unmask. Every read is on record.")
    @Parameter(
            in = ParameterIn.HEADER,
            name = LiveStart.LAST_EVENT_ID,
            description = "For server-sent events, in the place of after",
            schema = @Schema(type = "integer", format = "int64"))
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(mediaType = APPLICATION_JSON_VALUE, schema = @Schema(implementation = EventPage.class)),
                @Content(mediaType = APPLICATION_NDJSON_VALUE, schema = @Schema(implementation = EventItem.class)),
                @Content(mediaType = TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"))
            })
    void listEvents(@FromRequest Audited<FindEvents> asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        MediaType form = Negotiation.best(request, FORMS);
        if (form.equals(MediaType.APPLICATION_JSON)) {
            answerPage(asked, response);
            return;
        }
        LiveStart.requireNoLimit(asked.query());
        if (form.equals(APPLICATION_NDJSON)) {
            streams.download(asked, request, response);
        } else {
            streams.follow(asked, request, response);
        }
    }

    private void answerPage(Audited<FindEvents> asked, HttpServletResponse response) throws IOException {
        EventPage page = feed.page(asked.query(), asked.unmasked());
        asked.record(trail, null, asked.query().toString());
        byte[] body = JSON.writeValueAsBytes(page);
        response.setContentType(APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
