package io.userstore.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.userstore.privacy.OwnerOnlyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One store per data folder, for as long as its process lives: the operating system drops the lock of a dead one. */
final class StoreLock implements AutoCloseable {

    /** Closing any second channel on the file would release the lock of the whole process, so none is opened. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws InUse if another live process, or this one, holds the lock */
    static StoreLock acquire(DataFolder folder) throws IOException {
        Path file = folder.path().resolve("store.lock");
        long pid = ProcessHandle.current().pid();
        if (!HELD_HERE.add(file)) {
            throw new InUse(folder, String.valueOf(pid));
        }
        boolean acquired = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE), OwnerOnlyFile.ownerOnly("rw-------"));
            // One byte far behind the content: where locks are mandatory, the process id stays readable.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw new InUse(folder, content(channel));
            }
            channel.truncate(0).write(ByteBuffer.wrap((pid + "\n").getBytes(US_ASCII)), 0);
            acquired = true;
            return new StoreLock(file, channel);
        } finally {
            if (!acquired) {
                HELD_HERE.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            HELD_HERE.remove(file);
        }
    }

    /** Another store works in this folder. */
    static final class InUse extends StartFailure {

        private InUse(DataFolder folder, String pid) {
            super(
                    "The data folder " + folder.path() + " is in use by the store with process id " + pid + ".",
                    "Stop it or choose another --userstore.data-dir.");
        }
    }
}
