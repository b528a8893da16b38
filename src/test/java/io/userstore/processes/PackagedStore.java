package io.userstore.processes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The jar that is tested, and the commands that start it. The stores that are started again and again run from its
 * extracted form with an archive of their loaded classes, which Spring Boot documents for fast starts: it saves more
 * than half of each.
 */
final class PackagedStore {

    private static final File ALL = new File("target/processes");

    /** Where everything that the tests of this JVM leave behind is: logs, data, the extracted jar. */
    static final Path FOLDER =
            ALL.toPath().resolve(Long.toString(ProcessHandle.current().pid())).toAbsolutePath();

    private static final Path JAR =
            Path.of(System.getProperty("userstore.jar", "target/userstore.jar")).toAbsolutePath();
    private static final Path EXTRACTED = FOLDER.resolve("extracted");
    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
    private static final List<String> FAST_START =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m");

    /** Where numbers have digits that no database understands. */
    private static final List<String> IN_EGYPT =
            List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=nu-arab");

    static {
        // What an earlier build has left belongs to another jar.
        File[] others = ALL.listFiles((folder, name) -> !isRunning(name));
        for (File left : others == null ? new File[0] : others) {
            FileSystemUtils.deleteRecursively(left);
        }
    }

    private PackagedStore() {}

    private static boolean isRunning(String pid) {
        return pid.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /** As a user starts it. */
    static List<String> command() {
        return java(List.of("-jar", JAR.toString()));
    }

    /** Anything but a user's way of starting it, but soon done. */
    static List<String> quickCommand() {
        if (Files.notExists(EXTRACTED)) {
            run(java(List.of(
                    "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination", EXTRACTED.toString())));
        }
        String archive = Files.exists(ARCHIVE) ? "-XX:SharedArchiveFile=" + ARCHIVE : "-XX:+RecordDynamicDumpInfo";
        return java(
                List.of(archive, "-jar", EXTRACTED.resolve(JAR.getFileName()).toString()));
    }

    /** Makes the archive from the first process that {@link #quickCommand} started, once that is ready. */
    static void archiveClassesOf(long pid) {
        run(List.of(program("jcmd"), Long.toString(pid), "VM.cds", "dynamic_dump", ARCHIVE.toString()));
    }

    private static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program("java")));
        command.addAll(FAST_START);
        command.addAll(IN_EGYPT);
        command.addAll(arguments);
        return command;
    }

    private static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static void run(List<String> command) {
        try {
            Files.createDirectories(FOLDER);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("preparation.log").toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " failed, see preparation.log in " + FOLDER);
            }
        } catch (IOException e) {
            throw new AssertionError(command.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
