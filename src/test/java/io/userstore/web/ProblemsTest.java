package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.InvalidValue;
import io.userstore.user.UserRejected;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

class ProblemsTest {

    private static final String SECRET = "ann@example.org";

    @ParameterizedTest
    @EnumSource
    void rejectionKeepsItsCodeHoweverWrapped(UserRejected.Code code) {
        UserRejected rejected = new UserRejected(code, "because");

        for (Throwable failure : new Throwable[] {
            rejected, new CompletionException(rejected), new CommandExecutionException("failed", rejected)
        }) {
            assertThat(Problems.of(failure).code()).hasToString(code.toString());
            assertThat(Problems.of(failure).detail()).isEqualTo("because");
        }
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new LogUnavailable(SECRET, null),
                new DataAccessResourceFailureException(SECRET),
                new CannotCreateTransactionException(SECRET),
                new QueryTimeoutException(SECRET),
                new jakarta.persistence.QueryTimeoutException(SECRET),
                new JDBCConnectionException(SECRET, new SQLException(SECRET)),
                new SQLTransientConnectionException(SECRET),
                new SQLException(SECRET, "57P01"),
                new SQLException(SECRET, "08006"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void outageIsUnavailableHoweverWrapped(Throwable outage) {
        for (Throwable failure : new Throwable[] {
            outage, new QueryExecutionException(SECRET, outage), new CompletionException(new RuntimeException(outage))
        }) {
            assertThat(Problems.of(failure)).isEqualTo(Problem.of(ProblemCode.UNAVAILABLE));
        }
    }

    static Stream<Throwable> faultsOfOurs() {
        return Stream.of(
                new IllegalStateException(SECRET),
                new NullPointerException(),
                new SQLException(SECRET, "23505"),
                new SQLException(SECRET),
                new DataIntegrityViolationException(SECRET),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("faultsOfOurs")
    void everythingElseIsAnErrorThatSaysNothing(Throwable failure) {
        assertThat(Problems.of(failure)).isEqualTo(Problem.of(ProblemCode.INTERNAL_ERROR));
        assertThat(Problem.of(ProblemCode.INTERNAL_ERROR).toString()).doesNotContain(SECRET);
    }

    @Test
    void invalidValueIsABadRequest() {
        assertThat(Problems.of(new InvalidValue("must be so")).code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    }

    @Test
    void logShowsWhereItFailedAndNoWords() {
        StringWriter trace = new StringWriter();

        Wordless.copyOf(new IllegalStateException(SECRET, new SQLException(SECRET)))
                .printStackTrace(new PrintWriter(trace));

        assertThat(trace.toString())
                .contains("java.lang.IllegalStateException", "java.sql.SQLException", "ProblemsTest.java")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void codesAreStable(UserRejected.Code code) {
        assertThat(ProblemCode.of(code)).hasToString(code.toString());
    }
}
