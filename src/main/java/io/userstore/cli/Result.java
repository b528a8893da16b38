package io.userstore.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

    private static final int BUFFER = 1 << 16;

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
        whole(target, stream -> {
            try (Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8)) {
                body.write(writer);
            }
        });
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Bytes {
        void write(OutputStream to) throws IOException;
    }

    static void whole(Path target, Bytes bytes) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER)) {
            bytes.write(file);
        }
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
