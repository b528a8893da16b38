package io.userstore.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
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

    void write(Body body) throws IOException {
        Path target = file;
        if (target == null) {
            // Not what the terminal's locale would make of it: names are in any script.
            Writer out = new BufferedWriter(
                    new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
            body.write(out);
            out.flush();
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
        try {
            Files.deleteIfExists(unfinished);
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(forTheOwner(unfinished)), BUFFER)) {
                bytes.write(file);
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** It may have personal data in it. */
    private static Path forTheOwner(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(file);
    }
}
