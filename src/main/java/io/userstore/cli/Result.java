package io.userstore.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a subcommand puts what it was asked for: standard output, or a file that is there only when it is whole. */
final class Result {

    @Option(names = "--output", paramLabel = "FILE", description = "Write to a file instead of standard output.")
    private @Nullable Path file;

    /** Writes the result. */
    @FunctionalInterface
    interface Body {
        void write(Writer to) throws IOException;
    }

    void write(CommandSpec command, Body body) throws IOException {
        Path target = file;
        if (target == null) {
            PrintWriter out = command.commandLine().getOut();
            body.write(out);
            out.flush();
            if (out.checkError()) {
                throw new IOException("standard output was closed");
            }
            return;
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try (Writer writer = new OutputStreamWriter(Files.newOutputStream(unfinished), StandardCharsets.UTF_8)) {
            body.write(writer);
        }
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
