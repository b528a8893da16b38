package io.userstore.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.APPLICATION_NDJSON;
import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;

import io.opentelemetry.context.Context;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.userstore.eventlog.MetaDataKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.coyote.CloseNowException;
import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Commands by their names: one, or as many as somebody has to send. */
@RestController
@Tag(name = "commands")
class CommandEndpoint {

    static final String PATH = "/api/v1/commands";

    private final CommandAnswers answers;
    private final CommandWorkers threads;
    private final JsonMapper json;
    private final Clock clock;

    CommandEndpoint(CommandAnswers answers, CommandWorkers threads, JsonMapper json, Clock clock) {
        this.answers = answers;
        this.threads = threads;
        this.json = json;
        this.clock = clock;
    }

    /** What became of a line. */
    record AnswerLine(int status, @Nullable Object body) {}

    @PostMapping(path = PATH, consumes = APPLICATION_JSON_VALUE, produces = APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Sends a command by its name, or many, a line each",
            description =
                    "Answers as the endpoint of that command does. As application/x-ndjson: a line {status, body} for"
                            + " each line, in their order, as it comes true; lines on one user are handled one after the other,"
                            + " others at once, and each fails alone.")
    ResponseEntity<?> send(HttpServletRequest request) {
        Faults faults = new Faults();
        CommandHeaders.requireNone(request, faults);
        JsonBody.requireUtf8(request);
        byte[] body = JsonBody.bytesOf(request, faults);
        faults.throwIfAny();
        return answers.any(CommandText.read(body, CommandHeaders.origin(request), callerOf(request))
                .message());
    }

    @PostMapping(path = PATH, consumes = APPLICATION_NDJSON_VALUE, produces = APPLICATION_NDJSON_VALUE)
    void sendAll(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Faults faults = new Faults();
        CommandHeaders.requireNone(request, faults);
        faults.throwIfAny();
        JsonBody.requireUtf8(request);
        if (!threads.enter()) {
            throw new RequestRefused(ProblemCode.UNAVAILABLE);
        }
        try {
            stream(request, response);
        } finally {
            threads.leave();
        }
    }

    private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Sender sender = new Sender(callerOf(request), CommandHeaders.origin(request));
        CommandStream stream = new CommandStream(line -> task(line, sender), threads.workers());
        InputStream in = request.getInputStream();
        LogStreams.prepare(response, APPLICATION_NDJSON);
        // Before another thread has the request: what it does to a response that is not committed, nobody wants.
        response.flushBuffer();
        Future<?> reader = threads.readers().submit(() -> stream.read(in));
        try {
            stream.write(response.getOutputStream());
        } catch (IOException e) {
            // Without the end that a whole answer has.
            throw new CloseNowException();
        } finally {
            await(reader);
        }
    }

    /** Whose lines they are. */
    private record Sender(Authentication caller, Instant expiry, Map<String, Object> origin, Context trace) {

        Sender(Authentication caller, Map<String, Object> origin) {
            this(caller, LogStreams.expiry(caller), origin, Context.current());
        }
    }

    private static Authentication callerOf(HttpServletRequest request) {
        return (Authentication) Objects.requireNonNull(request.getUserPrincipal());
    }

    /** The container uses the request for another one, once this one is answered. */
    private static void await(Future<?> reader) {
        boolean interrupted = false;
        while (!reader.isDone()) {
            try {
                reader.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("throws nothing", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CommandStream.Task task(CommandLines.Line line, Sender sender) {
        try {
            if (!clock.instant().isBefore(sender.expiry())) {
                throw new RequestRefused(ProblemCode.UNAUTHENTICATED);
            }
            if (line.tooLong()) {
                throw new RequestRefused(ProblemCode.PAYLOAD_TOO_LARGE);
            }
            CommandText.Read read = CommandText.read(line.bytes(), sender.origin(), sender.caller());
            return new CommandStream.Task(read.user(), sender.trace().wrapSupplier(() -> answer(read.message())));
        } catch (RuntimeException e) {
            byte[] refusal = problem(e);
            return new CommandStream.Task(null, () -> refusal);
        }
    }

    private byte[] answer(CommandMessage<?> command) {
        MDC.put(MetaDataKeys.LOGGED_AS, (String) command.getMetaData().get(MetaDataKeys.CORRELATION_ID));
        try {
            ResponseEntity<?> answer = answers.any(command);
            return line(answer.getStatusCode().value(), answer.getBody());
        } catch (RuntimeException e) {
            return problem(e);
        } finally {
            MDC.remove(MetaDataKeys.LOGGED_AS);
        }
    }

    private byte[] problem(RuntimeException failure) {
        Problem problem = Problems.of(failure);
        Problems.log(problem, failure, "a command by its name");
        return line(problem.status(), problem);
    }

    private byte[] line(int status, @Nullable Object body) {
        byte[] text = json.writeValueAsBytes(new AnswerLine(status, body));
        byte[] line = new byte[text.length + 1];
        System.arraycopy(text, 0, line, 0, text.length);
        line[text.length] = '\n';
        return line;
    }
}
