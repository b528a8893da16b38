package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

/** What of a command line is a subcommand, what Spring's, and what the exit code tells. */
class CommandLineInterfaceTest {

    private final List<CommandLineInterface.Node> started = new ArrayList<>();

    private java.util.OptionalInt run(String... arguments) {
        return new CommandLineInterface(node -> {
                    started.add(node);
                    return new GenericApplicationContext();
                })
                .run(arguments);
    }

    @Test
    void storeServesWithoutASubcommandAndGoesOn() {
        assertThat(run()).isEmpty();

        assertThat(started)
                .containsExactly(new CommandLineInterface.Node(List.of(), CommandLineInterface.Purpose.SERVE));
    }

    @Test
    void propertiesAreSpringsWhereverTheyStand() {
        assertThat(run(
                        "--server.port=0",
                        "serve",
                        "--userstore.security.tokens[0].name=a b",
                        "--spring.datasource.url=jdbc:postgresql://db/x?a=b",
                        "--debug"))
                .isEmpty();

        assertThat(started)
                .containsExactly(new CommandLineInterface.Node(
                        List.of(
                                "--server.port=0",
                                "--userstore.security.tokens[0].name=a b",
                                "--spring.datasource.url=jdbc:postgresql://db/x?a=b",
                                "--debug"),
                        CommandLineInterface.Purpose.SERVE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frob",
                "--frob",
                "keys",
                "keys frob",
                "keys rotate --frob",
                "serve frob",
                "history",
                "history x",
                "users-as-of",
                "users-as-of 2026-01-01T00:00:00Z --format xml",
                "verify-log --frob",
                "export",
                "export --format csv",
                "verify-export",
                "verify-export x",
                "doctor x",
                "doctor --frob",
                "schema",
                "schema frob",
                "schema info --frob",
                "schema migrate 3",
                "schema undo",
                "schema undo --to x",
                "schema undo --to 1000"
            })
    void wrongUsageStartsNothingAndIsTwo(String arguments) {
        assertThat(run(arguments.split(" "))).hasValue(2);

        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "serve --help",
                "keys --help",
                "keys rotate --help",
                "history --help",
                "users-as-of --help",
                "verify-log --help",
                "export --help",
                "verify-export --help",
                "doctor --help",
                "schema --help",
                "schema info --help",
                "schema migrate --help",
                "schema undo --help"
            })
    void helpStartsNothingAndIsZero(String arguments) {
        assertThat(run(arguments.split(" "))).hasValue(0);

        assertThat(started).isEmpty();
    }

    @Test
    void subcommandIsANodeThatDoesNotServeAndWhatGoesWrongIsOne() {
        // A context without the beans of a store.
        assertThat(run("keys", "rotate", "--userstore.data-dir=elsewhere")).hasValue(1);

        assertThat(started)
                .containsExactly(new CommandLineInterface.Node(
                        List.of("--userstore.data-dir=elsewhere"), CommandLineInterface.Purpose.WORK));
    }

    @Test
    void storeThatCannotStartIsOne() {
        assertThat(new CommandLineInterface(node -> {
                            throw new IllegalStateException("Spring has said why");
                        })
                        .run("serve"))
                .hasValue(1);
    }
}
