package io.userstore.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.userstore.privacy.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * {@code userstore.data-dir}: everything that a store without a configured database keeps across restarts. Nobody but
 * the store's user may look inside.
 */
record DataFolder(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** @throws StartFailure if the folder cannot be made, or not kept to the store's user */
    static DataFolder open(Environment environment) {
        Path path = named(environment);
        try {
            Files.createDirectories(path, OwnerOnlyFile.ownerOnly("rwx------"));
            if (POSIX && !Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
            if (!Files.isWritable(path)) {
                throw new IOException("not writable");
            }
            return new DataFolder(path.toRealPath());
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static Path named(Environment environment) {
        return Path.of(environment.getProperty("userstore.data-dir", "data"))
                .toAbsolutePath()
                .normalize();
    }

    /** @throws StartFailure if no store has kept anything there yet; the folder is not made, either */
    static void requireStore(Environment environment) {
        DataFolder folder = new DataFolder(named(environment));
        if (Files.notExists(folder.postgresql())) {
            throw new StartFailure(
                    "There is no store in the data folder " + folder.path() + ", and none was made.",
                    "Name the folder of a store with --userstore.data-dir=FOLDER or its database with"
                            + " --spring.datasource.url, or start a store to have it made.");
        }
    }

    Path adminToken() {
        return path.resolve("admin-token");
    }

    Path postgresqlPassword() {
        return path.resolve("postgresql-password");
    }

    Path postgresql() {
        return path.resolve("postgresql");
    }

    /**
     * Reads a secret of 32 random bytes in base64url, made by whoever asks first. The file appears whole or not at all,
     * and nobody overwrites one that another process has made meanwhile.
     */
    String secret(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            String secret = Files.readString(file, US_ASCII).strip();
            if (secret.isEmpty()) {
                throw new StartFailure(
                        "The file " + file + " is empty.", "Restore it, or remove it to have a new one made.");
            }
            return secret;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        new OwnerOnlyFile(file).createIfMissing((secret + "\n").getBytes(US_ASCII));
    }

    /** Makes names that were added, removed or changed in the folder survive a power cut. */
    void sync() throws IOException {
        OwnerOnlyFile.sync(path);
    }

    /**
     * Removes what an interrupted start left behind, as far as nothing is writing there any more: a program that the
     * killed store had started may live on for a second. What remains is removed at a later start.
     */
    void deleteLeftovers(String glob) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(path, glob)) {
            for (Path leftover : leftovers) {
                try {
                    deleteTree(leftover);
                } catch (IOException | UncheckedIOException e) {
                    log.debug("{} is still in use", leftover, e);
                }
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    static StartFailure unusable(Path path, IOException cause) {
        return new StartFailure(
                "The data folder " + path + " cannot be used: " + reason(cause) + ".",
                "Make it a folder that belongs to the user who runs the store, choose another one with"
                        + " --userstore.data-dir=FOLDER, or give the store a database of yours with"
                        + " --spring.datasource.url.",
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.toString();
    }
}
