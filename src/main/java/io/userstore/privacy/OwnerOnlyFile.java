package io.userstore.privacy;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A file for the eyes of the store's user only, from its creation on. What is written survives a power cut, and appears
 * whole or not at all unless it is appended; where the file system knows no permissions, as on Windows, the folder's hold.
 */
public record OwnerOnlyFile(Path path) {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** The draft's name and the rename need the folder; a relative path's is otherwise unknown. */
    public OwnerOnlyFile {
        path = path.toAbsolutePath();
    }

    public boolean exists() {
        return Files.exists(path);
    }

    public byte[] read() throws IOException {
        return Files.readAllBytes(path);
    }

    /** Leaves a file alone that is there already, even if another process has just made it. */
    public void createIfMissing(byte[] content) throws IOException {
        Path draft = draft(content);
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its file is the one that counts.
        } finally {
            Files.delete(draft);
        }
        syncFolder();
    }

    public void replace(byte[] content) throws IOException {
        Files.move(draft(content), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** Adds at the end, in one write. */
    public void append(byte[] content) throws IOException {
        boolean isNew = !exists();
        createFolder();
        write(path, content, CREATE, APPEND);
        if (isNew) {
            syncFolder();
        }
    }

    private Path draft(byte[] content) throws IOException {
        createFolder();
        // Not by process ids: in containers that share a folder they may be the same.
        Path draft = path.resolveSibling(path.getFileName() + ".new-" + UUID.randomUUID());
        write(draft, content, CREATE_NEW, WRITE);
        return draft;
    }

    private static void write(Path file, byte[] content, OpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(options), ownerOnly("rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private void createFolder() throws IOException {
        Files.createDirectories(folder(), ownerOnly("rwx------"));
    }

    private Path folder() {
        return Objects.requireNonNull(path.getParent());
    }

    private void syncFolder() throws IOException {
        sync(folder());
    }

    /** Makes names that were added, removed or changed in a folder survive a power cut. */
    public static void sync(Path folder) throws IOException {
        if (POSIX) {
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
        }
    }

    /** Permissions that hold from a file's creation on. */
    public static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
