package io.userstore.cli;

import io.userstore.audit.tree.Finding;
import io.userstore.audit.tree.InvalidNote;
import io.userstore.audit.tree.LogVerification;
import io.userstore.audit.tree.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "verify-log",
        description = {
            "Recomputes the Merkle tree from the log and holds it against the stored tree, every stored checkpoint and",
            "one that was kept. Names the first event that was changed, removed, inserted, moved or cut off."
        },
        mixinStandardHelpOptions = true)
final class VerifyLog implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint that you have kept, as the store has given it.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description =
                    "The key that has signed, as you have kept it (name+hash+key). Without it the store is asked.")
    private @Nullable String key;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() {
        String kept = checkpoint == null ? null : GivenFile.text(checkpoint, command);
        try (ConfigurableApplicationContext node = store.work()) {
            long begun = System.nanoTime();
            Verdict verdict = verify(node.getBean(LogVerification.class), kept);
            print(verdict, System.nanoTime() - begun);
            return verdict.findings().isEmpty() ? 0 : 1;
        } catch (InvalidNote e) {
            throw new ParameterException(command.commandLine(), "Not a checkpoint or not a key: " + e.getMessage(), e);
        }
    }

    private Verdict verify(LogVerification verification, @Nullable String kept) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Verifying")
                .setUnit(" events", 1)
                .showSpeed()
                .build()) {
            return verification.verify(
                    kept, key, (done, total) -> bar.maxHint(total).stepTo(done));
        }
    }

    private void print(Verdict verdict, long nanos) {
        PrintWriter out = command.commandLine().getOut();
        for (Finding finding : verdict.findings()) {
            out.printf("%s: %s%n", finding.part(), finding.message());
        }
        long perSecond = verdict.events() * 1_000_000_000 / Math.max(nanos, 1);
        out.printf(
                "%s: %s events in %s s (%s events/s), %s stored checkpoints agree%s%n",
                verdict.findings().isEmpty() ? "OK" : "DAMAGED",
                Long.toString(verdict.events()),
                Long.toString(nanos / 1_000_000_000),
                Long.toString(perSecond),
                Long.toString(verdict.checkpoints()),
                checkpoint != null && verdict.findings().isEmpty() ? ", and so does the one you kept" : "");
        if (verdict.events() > verdict.covered()) {
            out.printf(
                    "Events after position %s are not covered by a checkpoint that agrees%n",
                    Long.toString(verdict.covered()));
        }
        out.flush();
    }
}
