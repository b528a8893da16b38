package io.userstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that a subcommand was given to read: one that cannot be is wrong usage, and says nothing of the log. */
final class GivenFile {

    private GivenFile() {}

    static String text(Path file, CommandSpec command) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, command);
        }
    }

    static void requireReadable(Path file, CommandSpec command) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw unreadable(file, command);
        }
    }

    private static ParameterException unreadable(Path file, CommandSpec command) {
        return new ParameterException(command.commandLine(), "Cannot be read, or is no text: " + file);
    }
}
