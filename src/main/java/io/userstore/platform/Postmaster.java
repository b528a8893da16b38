package io.userstore.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server process as its {@code postmaster.pid} names it: process id in line 1, port in line 4, state in line 8. */
record Postmaster(long pid, int port, boolean ready) {

    private static final boolean LINUX = Files.exists(Path.of("/proc/self/cwd"));

    /** The server that is running on a data directory, whoever started it. */
    static Optional<Postmaster> runningOn(Path data) throws IOException {
        Path realData = data.toRealPath();
        return named(data).filter(postmaster -> worksIn(realData, postmaster.pid));
    }

    /** Processes that a dead server has left behind; they end soon after it, but not at once. */
    static List<Long> leftBehindOn(Path data) throws IOException {
        if (!LINUX) {
            return List.of();
        }
        Path realData = data.toRealPath();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> worksIn(realData, pid))
                .toList();
    }

    /**
     * PostgreSQL itself takes care of the file of a dead server, but refuses to start while the process id in it
     * belongs to any process at all, as it easily does in a restarted container. Only to be called when nothing works
     * in the data directory any more.
     */
    static void removeStaleFile(Path data) throws IOException {
        if (named(data)
                .filter(postmaster -> ProcessHandle.of(postmaster.pid).isPresent())
                .isPresent()) {
            Files.delete(file(data));
        }
    }

    private static Optional<Postmaster> named(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file(data));
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() > 7 && lines.get(7).strip().equals("ready")));
        } catch (NoSuchFileException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** PostgreSQL's processes work inside their data directory, which Linux tells. */
    private static boolean worksIn(Path data, long pid) {
        if (!LINUX) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .filter(command -> isPostgres(Path.of(command)))
                    .isPresent();
        }
        Path process = Path.of("/proc", String.valueOf(pid));
        try {
            return isPostgres(Files.readSymbolicLink(process.resolve("exe")))
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(data);
        } catch (IOException e) {
            // Gone, waiting to be reaped, or another user's: in any case no server of ours.
            return false;
        }
    }

    private static boolean isPostgres(Path program) {
        return program.getFileName().toString().startsWith("postgres");
    }
}
