package io.userstore.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, from the archive that zonky's Maven artifacts bring for this machine. They are unpacked
 * once into the data folder, where nobody else can put something in their place.
 */
record PostgresPrograms(Path home) {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    static PostgresPrograms unpackedIn(DataFolder folder) throws IOException {
        requireUserThatPostgresAccepts();
        byte[] archive = archive();
        Path all = folder.path().resolve("postgresql-binaries");
        Path home = all.resolve(digest(archive).substring(0, 16));
        if (Files.notExists(home)) {
            DataFolder.deleteTree(all);
            Path draft = all.resolve("unpacking");
            unpack(archive, Files.createDirectories(draft));
            Files.move(draft, home);
        }
        return new PostgresPrograms(home);
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name");
        String name = WINDOWS ? "Windows" : system.startsWith("Mac") ? "Darwin" : system;
        String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(name, architecture)) {
            return archive.readAllBytes();
        } catch (IllegalStateException e) {
            throw new StartFailure(
                    "This build of the store has no PostgreSQL for " + system + " on " + architecture + ".",
                    "Build it on such a machine, or give the store a database of yours with"
                            + " --spring.datasource.url.",
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path file = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    file.toFile().setExecutable((entry.getMode() & 0100) != 0, true);
                }
            }
        }
    }

    private static void requireUserThatPostgresAccepts() {
        if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
            throw new StartFailure(
                    "PostgreSQL does not run as root, and this machine does not let the store start it as nobody"
                            + " (unshare -U fails).",
                    "Run the store as a normal user, or give it a database of yours with --spring.datasource.url.");
        }
    }

    int majorVersion() throws IOException {
        String version = run("postgres", List.of("--version"), "").output();
        Matcher matcher = Pattern.compile("PostgreSQL\\) (\\d+)").matcher(version);
        if (!matcher.find()) {
            throw new StartFailure(
                    "PostgreSQL's programs in " + home + " do not run: " + version,
                    "Remove " + home.getParent() + "; the next start unpacks them again.");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Runs a program to its end. */
    Result run(String program, List<String> arguments, String input) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with root's files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(
                home.resolve("bin").resolve(program + (WINDOWS ? ".exe" : "")).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Nothing of the operator's own PostgreSQL clients, and messages in one language.
        builder.environment().keySet().removeIf(name -> name.toUpperCase(ROOT).startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + program);
        }
    }

    record Result(int exitCode, String output) {

        boolean failed() {
            return exitCode != 0;
        }
    }
}
