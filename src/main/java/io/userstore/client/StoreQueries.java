package io.userstore.client;

import io.userstore.audit.EventPage;
import io.userstore.audit.FindEvents;
import io.userstore.audit.FindHistory;
import io.userstore.audit.FindPastUser;
import io.userstore.audit.HistoryPage;
import io.userstore.audit.tree.ConsistencyProof;
import io.userstore.audit.tree.FindCheckpoint;
import io.userstore.audit.tree.FindConsistencyProof;
import io.userstore.audit.tree.FindInclusionProof;
import io.userstore.audit.tree.FindVerifierKey;
import io.userstore.audit.tree.InclusionProof;
import io.userstore.directory.CredentialsView;
import io.userstore.directory.FindCredentials;
import io.userstore.directory.FindUser;
import io.userstore.directory.FindUserAtVersion;
import io.userstore.directory.FindUserByEmail;
import io.userstore.directory.ListUsers;
import io.userstore.directory.UserPage;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;

/** Has the store answer its queries, each of which is answered by null where there is nothing. */
final class StoreQueries {

    private static final String USERS = "/api/v1/users";
    private static final Pattern ASCII = Pattern.compile("[ -~]*");

    /** Of the others nobody would keep the reason. */
    private static final Set<Class<?>> ON_RECORD =
            Set.of(FindPastUser.class, FindUserAtVersion.class, FindHistory.class, FindEvents.class);

    private final StoreHttp http;

    StoreQueries(StoreHttp http) {
        this.http = http;
    }

    @QueryHandler
    CompletableFuture<@Nullable UserView> handle(FindUser query, QueryMessage<?, ?> message) {
        return ask(user(query.id()).and("includeDeleted", query.includeDeleted()), UserView.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable UserView> handle(FindUserAtVersion query, QueryMessage<?, ?> message) {
        return ask(user(query.id()).and("version", query.version()), UserView.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable UserView> handle(FindPastUser query, QueryMessage<?, ?> message) {
        return ask(user(query.id()).and("version", query.version()).and("asOf", query.asOf()), UserView.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable UserView> handle(FindUserByEmail query, QueryMessage<?, ?> message) {
        return ask(post(USERS + "/lookup", query), UserView.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable CredentialsView> handle(FindCredentials query, QueryMessage<?, ?> message) {
        return ask(post(USERS + "/credentials", query), CredentialsView.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable UserPage> handle(ListUsers query, QueryMessage<?, ?> message) {
        Path path = Path.of(USERS)
                .and("status", query.status())
                .and("targetRole", query.targetRole())
                .and("experienceLevel", query.experienceLevel())
                .and("includeDeleted", query.includeDeleted())
                .and("limit", query.limit())
                .and("after", query.after());
        return ask(path, UserPage.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable HistoryPage> handle(FindHistory query, QueryMessage<?, ?> message) {
        Path path = Path.of(USERS + "/" + Long.toString(query.id()) + "/history")
                .and("newestFirst", query.newestFirst())
                .and("after", query.after())
                .and("limit", query.limit());
        return ask(path, HistoryPage.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable EventPage> handle(FindEvents query, QueryMessage<?, ?> message) {
        Path path = Path.of("/api/v1/events")
                .and("after", query.after())
                .and("limit", query.limit())
                .and("type", query.filter().type())
                .and("actor", query.filter().actor())
                .and("from", query.filter().from())
                .and("to", query.filter().to());
        return ask(path, EventPage.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable String> handle(FindCheckpoint query, QueryMessage<?, ?> message) {
        return ask(Path.of("/api/v1/log/checkpoint").get("text/plain"), Reply::text, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable String> handle(FindVerifierKey query, QueryMessage<?, ?> message) {
        return ask(
                Path.of("/api/v1/log/key").get("text/plain"),
                reply -> reply.text().stripTrailing(),
                message);
    }

    @QueryHandler
    CompletableFuture<@Nullable InclusionProof> handle(FindInclusionProof query, QueryMessage<?, ?> message) {
        Path path = Path.of("/api/v1/log/proof/inclusion")
                .and("position", query.position())
                .and("size", query.size());
        return ask(path, InclusionProof.class, message);
    }

    @QueryHandler
    CompletableFuture<@Nullable ConsistencyProof> handle(FindConsistencyProof query, QueryMessage<?, ?> message) {
        Path path = Path.of("/api/v1/log/proof/consistency")
                .and("from", query.from())
                .and("to", query.to());
        return ask(path, ConsistencyProof.class, message);
    }

    private static Path user(long id) {
        return Path.of(USERS + "/" + Long.toString(id));
    }

    private static Call post(String path, Object query) {
        return Call.post(path, Reply.JSON.writeValueAsBytes(query));
    }

    private <T> CompletableFuture<@Nullable T> ask(Path path, Class<T> type, QueryMessage<?, ?> message) {
        return ask(path.get("application/json"), type, message);
    }

    private <T> CompletableFuture<@Nullable T> ask(Call call, Class<T> type, QueryMessage<?, ?> message) {
        return ask(call, reply -> reply.read(type), message);
    }

    private <T> CompletableFuture<@Nullable T> ask(Call call, Function<Reply, T> read, QueryMessage<?, ?> message) {
        Call whole = call.with(Correlation.HEADER, Correlation.of(message));
        Object reason = ON_RECORD.contains(message.getPayloadType())
                ? message.getMetaData().get(MetaDataKeys.REASON)
                : null;
        if (reason != null && !ASCII.matcher(reason.toString()).matches()) {
            throw new IllegalArgumentException("the reason of a query must be ASCII: it goes as a header");
        }
        return http.send(reason == null ? whole : whole.with("X-Reason", reason.toString()))
                .handle((reply, failure) -> answer(reply, failure, read));
    }

    private static <T> @Nullable T answer(@Nullable Reply reply, @Nullable Throwable failure, Function<Reply, T> read) {
        if (reply == null) {
            Throwable cause = Failures.cause(failure);
            throw new StoreUnavailable(String.valueOf(cause == null ? null : cause.getMessage()), cause);
        }
        if (reply.status() >= 500) {
            throw new StoreUnavailable("the store failed with HTTP " + Integer.toString(reply.status()), null);
        }
        try {
            if (reply.isSuccess()) {
                return read.apply(reply);
            }
        } catch (RuntimeException e) {
            throw new StoreUnavailable("the answer is not one of the store's", e);
        }
        Refusal refusal = Refusal.in(reply);
        if (refusal.is("user-not-found")) {
            return null;
        }
        throw refusal.toException(reply.status());
    }
}
