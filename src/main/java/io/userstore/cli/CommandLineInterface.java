package io.userstore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
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
            Keys.class
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
     * @param serves whether it answers HTTP
     */
    public record Node(List<String> properties, boolean serves) {}

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
        start(true);
        serving = true;
    }

    /** A node that does a subcommand's work, beside others or alone. */
    ConfigurableApplicationContext work() {
        return start(false);
    }

    private ConfigurableApplicationContext start(boolean serves) {
        failedToStart = true;
        ConfigurableApplicationContext node = nodes.apply(new Node(List.copyOf(properties), serves));
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
