package io.userstore.web;

import static io.userstore.web.ProblemCode.NOT_FOUND;
import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.userstore.audit.tree.ConsistencyProof;
import io.userstore.audit.tree.FindCheckpoint;
import io.userstore.audit.tree.FindConsistencyProof;
import io.userstore.audit.tree.FindInclusionProof;
import io.userstore.audit.tree.FindVerifierKey;
import io.userstore.audit.tree.InclusionProof;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What auditors and witnesses keep of the log, and what they ask for to hold it against. */
@RestController
@RequestMapping("/api/v1/log")
@Tag(name = "log")
class LogEndpoints {

    /** A checkpoint has a dash that is not ASCII. */
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final Queries queries;

    LogEndpoints(Queries queries) {
        this.queries = queries;
    }

    @GetMapping(path = "/checkpoint", produces = TEXT)
    @Operation(
            summary = "The newest checkpoint of the log",
            description =
                    "A C2SP tlog-checkpoint: a note signed with Ed25519. To be kept as it is, to the byte. There is"
                            + " none as long as the log is empty.")
    @Refuses(NOT_FOUND)
    String checkpoint(@FromRequest FindCheckpoint query) {
        return queries.find(query, String.class).orElseThrow(() -> new RequestRefused(NOT_FOUND));
    }

    @GetMapping(path = "/key", produces = TEXT)
    @Operation(
            summary = "The key that verifies checkpoints",
            description = "As C2SP signed-note writes it: name, hash and key with pluses between. To be kept, too.")
    String key(@FromRequest FindVerifierKey query) {
        return queries.one(query, String.class) + "\n";
    }

    @GetMapping(path = "/proof/inclusion", produces = APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Proves that an event is in the log",
            description =
                    "By RFC 9162, section 2.1.3. The position is needed; the size, if absent, is that of the newest"
                            + " checkpoint.")
    InclusionProof inclusion(@FromRequest FindInclusionProof query) {
        return queries.one(query, InclusionProof.class);
    }

    @GetMapping(path = "/proof/consistency", produces = APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Proves that the log has only grown between two sizes",
            description =
                    "By RFC 9162, section 2.1.4. The size to begin with is needed; the other one, if absent, is that"
                            + " of the newest checkpoint.")
    ConsistencyProof consistency(@FromRequest FindConsistencyProof query) {
        return queries.one(query, ConsistencyProof.class);
    }
}
