package io.userstore.web;

import io.userstore.audit.AuditTrail;
import io.userstore.audit.EventFeed;
import io.userstore.audit.FindEvents;
import io.userstore.audit.LiveReader;
import io.userstore.audit.LogDownload;
import io.userstore.eventlog.MetaDataKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** Answers that go on for long: the whole log, which ends, and the live one, which does not. */
@Component
class LogStreams {

    private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);

    /** What a busy log has to say in a tenth of a second is sent in few pieces. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final EventFeed feed;
    private final AuditTrail trail;
    private final Clock clock;
    private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("live-reader-");

    LogStreams(EventFeed feed, AuditTrail trail, Clock clock, Environment environment) {
        this.feed = feed;
        this.trail = trail;
        this.clock = clock;
        threads.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
    }

    void download(Audited<FindEvents> asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (LogDownload download = feed.download(asked.query(), asked.unmasked())) {
            prepare(response, MediaType.APPLICATION_NDJSON);
            if (isHead(request)) {
                return;
            }
            asked.record(trail, null, asked.query() + " up to " + download.head());
            while (!download.isDone()) {
                download.writeTo(response.getOutputStream());
            }
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.resetBuffer();
                throw e;
            }
            logUnlessOutage(e);
            // Without the end that a whole answer has: what came so far must not pass for the log.
            throw new CloseNowException();
        }
    }

    /** On a thread of its own, so that those of requests are free for them. */
    void follow(Audited<FindEvents> asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        FindEvents start = LiveStart.of(asked.query(), request, feed.head());
        if (isHead(request)) {
            prepare(response, MediaType.TEXT_EVENT_STREAM);
            return;
        }
        LiveReader reader = feed.follow(start, asked.unmasked());
        boolean handedOver = false;
        try {
            asked.record(trail, null, start + " and live");
            prepare(response, MediaType.TEXT_EVENT_STREAM);
            // Before another thread has the response: the filters that are on the stack add headers until then.
            response.flushBuffer();
            OpenResponse open = OpenResponse.of(request);
            String trace = RequestTrace.idOf(request);
            threads.execute(() -> stream(reader, open, expiry(asked.reader()), trace));
            handedOver = true;
        } finally {
            if (!handedOver) {
                reader.close();
            }
        }
    }

    /** Whoever is cut off comes back with the id of the last event it had, with a token that is good then. */
    private void stream(LiveReader reader, OpenResponse response, Instant expiry, String trace) {
        MDC.put(MetaDataKeys.LOGGED_AS, trace);
        try (reader) {
            OutputStream out = response.out();
            while (reader.isOpen() && clock.instant().isBefore(expiry)) {
                reader.writeTo(out);
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("a live reader is gone: {}", e.getClass().getName());
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            logUnlessOutage(e);
        } finally {
            response.leave();
            MDC.remove(MetaDataKeys.LOGGED_AS);
        }
        response.complete();
    }

    /** Of the token that was shown: what goes on for long must not outlast it. */
    static Instant expiry(Principal reader) {
        Instant expiry =
                reader instanceof JwtAuthenticationToken jwt ? jwt.getToken().getExpiresAt() : null;
        return expiry == null ? Instant.MAX : expiry;
    }

    static void prepare(HttpServletResponse response, MediaType form) {
        response.setBufferSize(BUFFER_BYTES);
        response.setContentType(form.toString());
        // For proxies, which would hold back what is to be seen at once.
        response.setHeader("X-Accel-Buffering", "no");
    }

    private static boolean isHead(HttpServletRequest request) {
        return request.getMethod().equals("HEAD");
    }

    private static void logUnlessOutage(RuntimeException failure) {
        if (!Outages.isOutage(failure)) {
            LOG.error("a stream of events failed", Wordless.copyOf(failure));
        }
    }
}
