package io.userstore.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.userstore.audit.AuditTrail;
import io.userstore.audit.FindHistory;
import io.userstore.audit.FindPastUser;
import io.userstore.audit.History;
import io.userstore.audit.HistoryPage;
import io.userstore.directory.CredentialsView;
import io.userstore.directory.FindCredentials;
import io.userstore.directory.FindUserByEmail;
import io.userstore.directory.ListUsers;
import io.userstore.directory.UserPage;
import io.userstore.directory.UserView;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Look-ups. Those by address are POST, so that no address gets into a URL. */
@RestController
@RequestMapping(path = "/api/v1/users", produces = APPLICATION_JSON_VALUE)
@Tag(name = "users")
class UserQueryEndpoints {

    private final Queries queries;
    private final History history;
    private final AuditTrail trail;

    UserQueryEndpoints(Queries queries, History history, AuditTrail trail) {
        this.queries = queries;
        this.history = history;
        this.trail = trail;
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "Finds a user by id",
            description =
                    "Deleted users are found with includeDeleted=true only. With the scope audit:read, in the place"
                            + " of users:read: the user as the event of a version left it, or as it was at an instant, deleted or"
                            + " not, with e-mail and name masked unless audit:unmask is there too. Every such read is on record.")
    @Refuses(ProblemCode.USER_NOT_FOUND)
    ResponseEntity<UserView> findUser(@FromRequest Audited<UserQuery> asked) {
        UserQuery query = asked.query();
        return query.isOfThePast()
                ? ResponseEntity.ok(past(asked, query.past()))
                : profile(queries.get(query.present(), UserView.class));
    }

    private UserView past(Audited<UserQuery> asked, FindPastUser query) {
        asked.record(trail, query.id(), query.toString());
        return history.user(query, asked.unmasked()).orElseThrow(() -> new RequestRefused(ProblemCode.USER_NOT_FOUND));
    }

    @GetMapping("/{id}/history")
    @Operation(
            summary = "Lists what happened to a user",
            description =
                    "A page at a time: give next of one page as after of the following. Values of before and after"
                            + " come from replaying the events; e-mail and name are masked without the scope audit:unmask, of"
                            + " password hashes there is never more than algorithm and parameters. Every read is on record.")
    @Refuses(ProblemCode.USER_NOT_FOUND)
    HistoryPage listHistory(@FromRequest Audited<FindHistory> asked) {
        FindHistory query = asked.query();
        asked.record(trail, query.id(), query.toString());
        return history.page(query, asked.unmasked()).orElseThrow(() -> new RequestRefused(ProblemCode.USER_NOT_FOUND));
    }

    @GetMapping
    @Operation(
            summary = "Lists users in the order of their ids",
            description = "A page at a time: give next of one page as after of the following. Filters narrow it down.")
    UserPage listUsers(@FromRequest ListUsers query) {
        return queries.one(query, UserPage.class);
    }

    @PostMapping(path = "/lookup", consumes = APPLICATION_JSON_VALUE)
    @Operation(summary = "Finds a user by e-mail address", description = "In any spelling of it; never deleted users.")
    @Refuses(ProblemCode.USER_NOT_FOUND)
    ResponseEntity<UserView> findUserByEmail(@FromRequest FindUserByEmail query) {
        return profile(queries.get(query, UserView.class));
    }

    @PostMapping(path = "/credentials", consumes = APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Finds the password hash of a user by e-mail address",
            description = "For authentication services, to check a password with. Never deleted users.")
    @Refuses(ProblemCode.USER_NOT_FOUND)
    CredentialsView findCredentials(@FromRequest FindCredentials query) {
        return queries.get(query, CredentialsView.class);
    }

    private static ResponseEntity<UserView> profile(UserView user) {
        return ResponseEntity.ok().eTag(Long.toString(user.version())).body(user);
    }
}
