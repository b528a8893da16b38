package io.userstore.cli;

import static java.util.stream.Collectors.joining;

import io.userstore.schema.Precious;
import io.userstore.schema.SchemaRefused;
import io.userstore.schema.Schemas;
import io.userstore.schema.Undo;
import io.userstore.schema.UndoPlan;
import io.userstore.schema.UndoScripts;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.MigrationVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "undo",
        description = {
            "Takes migrations back, the newest first, and says which rows that drops. All nodes must be stopped. Cut off,",
            "it goes on where it stopped."
        },
        mixinStandardHelpOptions = true)
final class SchemaUndo implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Schema schema;

    @Option(
            names = "--to",
            paramLabel = "V",
            required = true,
            description = "The version that stays; with 0 nothing does, the data keys included.")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Option(
            names = "--drop-events",
            description = "Even if that loses events, data keys of users, and all else that nobody could make anew.")
    private boolean dropEvents;

    @Option(names = "--drop-reads", description = "Even if that loses the record of who has read what.")
    private boolean dropReads;

    @Option(
            names = "--drop-checkpoints",
            description = "Even if that loses the signed checkpoints, which tell of changes to the log: run verify-log"
                    + " before.")
    private boolean dropCheckpoints;

    @Option(names = "--dry-run", description = "Only say what would be dropped.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException {
        requireKnownVersion();
        return schema.work(command, this::undo);
    }

    private void requireKnownVersion() {
        Set<MigrationVersion> known = UndoScripts.versionsOfStore();
        if (!to.matches("0|[1-9][0-9.]*") || !(to.equals("0") || known.contains(MigrationVersion.fromVersion(to)))) {
            throw new ParameterException(
                    command.commandLine(),
                    "Not a version: " + to + ". There are 0"
                            + known.stream().map(MigrationVersion::getVersion).collect(joining(", ", ", ", "")));
        }
    }

    private int undo(Schemas schemas) throws SQLException {
        PrintWriter out = command.commandLine().getOut();
        UndoPlan plan = UndoPlan.to(to, schemas);
        if (plan.backs().isEmpty()) {
            out.printf("Nothing to take back: the schema is at version %s%n", Schema.version(schemas.store()));
            out.flush();
            return 0;
        }
        out.printf(
                "To take back: %s%n",
                plan.backs().stream()
                        .map(back -> back.step() + " of the " + back.schema().name())
                        .collect(joining(", ")));
        out.printf(
                "Rows that are lost: %s%n",
                plan.rows().isEmpty()
                        ? "none"
                        : plan.rows().entrySet().stream()
                                .map(table -> table.getKey() + " " + Long.toString(table.getValue()))
                                .collect(joining(", ")));
        out.flush();
        Set<Precious> mayBeLost = mayBeLost();
        Set<Precious> kept = EnumSet.noneOf(Precious.class);
        kept.addAll(plan.precious().keySet());
        kept.removeAll(mayBeLost);
        if (!kept.isEmpty()) {
            command.commandLine().getErr().println(refusal(plan.precious(), kept));
            return 1;
        }
        return dryRun ? 0 : take(plan, mayBeLost, schemas, out);
    }

    private Set<Precious> mayBeLost() {
        if (dropEvents) {
            return EnumSet.allOf(Precious.class);
        }
        Set<Precious> mayBeLost = EnumSet.noneOf(Precious.class);
        if (dropReads) {
            mayBeLost.add(Precious.READS);
        }
        if (dropCheckpoints) {
            mayBeLost.add(Precious.CHECKPOINTS);
        }
        return mayBeLost;
    }

    private static String refusal(Map<Precious, Long> lost, Set<Precious> kept) {
        return kept.stream()
                .map(rows -> Long.toString(lost.getOrDefault(rows, 0L)) + " " + rows)
                .collect(joining(
                        ", ",
                        "Nothing was taken back: nobody could make anew the ",
                        " that would be lost. Give " + options(kept) + " if they may be."
                                + (kept.contains(Precious.CHECKPOINTS) ? " Run verify-log before." : "")));
    }

    private static String options(Set<Precious> kept) {
        Set<String> options = new TreeSet<>();
        for (Precious rows : kept) {
            switch (rows) {
                case READS -> options.add("--drop-reads");
                case CHECKPOINTS -> options.add("--drop-checkpoints");
                case EVENTS, USERS, KEYS -> {
                    return "--drop-events";
                }
            }
        }
        return String.join(" and ", options);
    }

    private int take(UndoPlan plan, Set<Precious> mayBeLost, Schemas schemas, PrintWriter out) throws SQLException {
        Undo undo = new Undo(schemas);
        for (List<UndoPlan.Back> together : plan.transactions()) {
            UndoPlan.Back first = together.get(0);
            try {
                undo.take(together, mayBeLost);
            } catch (SchemaRefused | SQLException e) {
                command.commandLine()
                        .getErr()
                        .printf(
                                "Stopped before %s of the %s, at version %s: %s. To go on, give the same command again.%n",
                                first.step(), first.schema().name(), Schema.version(schemas.store()), e.getMessage());
                return 1;
            }
            together.forEach(back -> out.printf(
                    "Taken back: %s of the %s%n", back.step(), back.schema().name()));
            out.flush();
        }
        out.printf("The schema is at version %s%n", Schema.version(schemas.store()));
        out.flush();
        return 0;
    }
}
