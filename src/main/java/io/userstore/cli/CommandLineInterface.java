package io.userstore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Tells subcommands from Spring's properties, which may be given to any of them as {@code --name=value}. */
@Command(
        name = "userstore",
        description = "An event-sourced user store.",
        mixinStandardHelpOptions = true,
        subcommands = {
            Serve.class,
            ShowHistory.class,
            UsersAsOf.class,
            VerifyLog.class,
            Export.class,
            VerifyExport.class,
            ImportUsers.class,
            Keys.class,
            Schema.class,
            Doctor.class,
            Rebuild.class
        },
        versionProvider = CommandLineInterface.Version.class,
        footer = {
            "",
            "Spring properties may be given to any command as",
            "--name=value: with --spring.datasource.url it works on that",
            "database, without on the embedded one under",
            "--userstore.data-dir (./data).",
            "Exit codes: 0 done, 1 found a problem, 2 wrong usage."
        })
public final class CommandLineInterface implements Runnable {

    /** Spring's own names have a dot in them, or are these two. */
    private static final Pattern PROPERTY =
            Pattern.compile("--([A-Za-z0-9-]+[.\\[][^=]*(=.*)?|(debug|trace)(=.*)?)", Pattern.DOTALL);

    private final List<String> properties = new ArrayList<>();
    private final Function<Node, ConfigurableApplicationContext> nodes;
    private boolean serving;
    private boolean failedToStart;

    /**
     * What a subcommand needs to run.
     *
     * @param properties Spring's, as {@code --name=value}
     */
    public record Node(List<String> properties, Purpose purpose) {

        /** Whether it answers HTTP. */
        public boolean serves() {
            return purpose == Purpose.SERVE;
        }

        /** Whether it takes the database as it is, and migrates nothing. */
        public boolean isUpkeep() {
            return purpose == Purpose.UPKEEP;
        }
    }

    /** What a node is started for. */
    public enum Purpose {
        SERVE,
        /** All of a store but its HTTP server. */
        WORK,
        /** The database and what looks after it, on whatever tables there are. */
        UPKEEP
    }

    /** @param nodes starts the application */
    public CommandLineInterface(Function<Node, ConfigurableApplicationContext> nodes) {
        this.nodes = nodes;
    }

    /** The exit code; empty while a server is running. */
    public OptionalInt run(String... arguments) {
        List<String> commands = new ArrayList<>();
        for (String argument : arguments) {
            (PROPERTY.matcher(argument).matches() ? properties : commands).add(argument);
        }
        int exitCode = new CommandLine(this)
                .setExecutionExceptionHandler(this::failed)
                .execute(commands.toArray(String[]::new));
        return serving ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** Without a subcommand the store serves. */
    @Override
    public void run() {
        serve();
    }

    void serve() {
        start(properties, Purpose.SERVE);
        serving = true;
    }

    /** A node that does a subcommand's work, beside others or alone. */
    ConfigurableApplicationContext work() {
        return start(properties, Purpose.WORK);
    }

    /** For subcommands that must not migrate, and that work on a damaged schema, too. */
    ConfigurableApplicationContext upkeep(String... more) {
        return start(Stream.concat(properties.stream(), Stream.of(more)).toList(), Purpose.UPKEEP);
    }

    private ConfigurableApplicationContext start(List<String> given, Purpose purpose) {
        failedToStart = true;
        ConfigurableApplicationContext node = nodes.apply(new Node(List.copyOf(given), purpose));
        failedToStart = false;
        return node;
    }

    /** Spring itself has reported what keeps it from starting. */
    private int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (!failedToStart) {
            command.getErr().println(command.getCommandName() + " failed: " + failure);
            command.getErr().flush();
        }
        return 1;
    }

    /** As the build wrote it into the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = CommandLineInterface.class.getPackage().getImplementationVersion();
            return new String[] {"userstore " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
