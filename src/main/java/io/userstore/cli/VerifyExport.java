package io.userstore.cli;

import io.userstore.audit.verifier.ExportVerdict;
import io.userstore.audit.verifier.ExportVerification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify-export",
        description = {
            "Holds an export against a checkpoint, without a database and without the code that made them: all that is",
            "trusted is the checkpoint, and the key that has signed it."
        },
        mixinStandardHelpOptions = true)
final class VerifyExport implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "What export has written.")
    @SuppressWarnings("NullAway.Init")
    private Path export;

    @Option(names = "--checkpoint", required = true, paramLabel = "FILE", description = "As the store has given it.")
    @SuppressWarnings("NullAway.Init")
    private Path checkpoint;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description = "The key that has signed it (name+hash+key). Without it the signature is not checked.")
    private @Nullable String key;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        ExportVerdict verdict = verify();
        PrintWriter out = command.commandLine().getOut();
        verdict.problems().forEach(out::println);
        out.printf(
                "%s: %s events of the export are in the checkpoint, %s come after it and are not covered%n",
                verdict.problems().isEmpty() ? "OK" : "DAMAGED",
                Long.toString(verdict.covered()),
                Long.toString(verdict.events() - verdict.covered()));
        if (!verdict.signatureChecked()) {
            out.println("The signature of the checkpoint was not checked: no --key was given");
        }
        out.flush();
        return verdict.problems().isEmpty() ? 0 : 1;
    }

    private ExportVerdict verify() throws IOException {
        GivenFile.requireReadable(export, command);
        String kept = GivenFile.text(checkpoint, command);
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Verifying")
                .setUnit(" events", 1)
                .showSpeed()
                .build()) {
            return ExportVerification.verify(export, kept, key, bar::stepTo);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "Not a checkpoint or not a key: " + e.getMessage(), e);
        }
    }
}
