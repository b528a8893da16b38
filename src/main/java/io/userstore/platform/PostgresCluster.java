package io.userstore.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What PostgreSQL calls a database cluster: its data directory. Made under another name and renamed once it holds the
 * role and the database, so what is called {@code postgresql} is whole, wherever an earlier start was interrupted.
 */
final class PostgresCluster {

    /** Role and database of the application. The superuser is {@code postgres}, with the same password. */
    static final String NAME = "userstore";

    /** The operator may change these in {@code postgresql.conf}; the defaults suit a machine with 1 GB and up. */
    private static final Map<String, String> INITIAL_SETTINGS = Map.of(
            "max_connections", "100",
            "shared_buffers", "256MB",
            "effective_cache_size", "1GB",
            "max_wal_size", "2GB",
            "jit", "off");

    private PostgresCluster() {}

    /** Makes the cluster unless it is there already. */
    static void ensure(DataFolder folder, PostgresPrograms programs) throws IOException {
        folder.deleteLeftovers("postgresql.new-*");
        if (Files.notExists(folder.postgresql())) {
            create(folder, programs);
        }
        if (Files.notExists(folder.postgresqlPassword())) {
            throw new StartFailure(
                    "The file " + folder.postgresqlPassword() + " is missing: nobody can open the database without it.",
                    "Restore it from your backup, with mode 0600.");
        }
        requireSameMajorVersion(folder.postgresql(), programs);
    }

    private static void create(DataFolder folder, PostgresPrograms programs) throws IOException {
        String password = folder.secret(folder.postgresqlPassword());
        // A name of its own each time: an initdb whose store was killed may still be writing into its own.
        Path draft = Files.createTempDirectory(folder.path(), "postgresql.new-");
        Stream<String> options = Stream.of(
                "--pgdata=" + draft,
                "--username=postgres",
                "--pwfile=" + folder.postgresqlPassword(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Independent of the machine: an update of its C library must not change the order of an index.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        Stream<String> settings =
                INITIAL_SETTINGS.entrySet().stream().map(each -> "--set=" + each.getKey() + "=" + each.getValue());
        requireSuccess(
                draft, programs.run("initdb", Stream.concat(options, settings).toList(), ""));
        requireSuccess(
                draft,
                programs.run(
                        "postgres",
                        List.of("--single", "-D", draft.toString(), "-c", "exit_on_error=on", "postgres"),
                        """
                        CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                        CREATE DATABASE %1$s OWNER %1$s;
                        """.formatted(NAME, password)));
        Files.move(draft, folder.postgresql());
        folder.sync();
    }

    private static void requireSuccess(Path draft, PostgresPrograms.Result result) {
        if (result.failed()) {
            throw new StartFailure(
                    "PostgreSQL could not make its data directory " + draft + ":\n\n" + result.output(),
                    "Remove the cause and start again; what is half made is removed then.");
        }
    }

    private static void requireSameMajorVersion(Path data, PostgresPrograms programs) throws IOException {
        String found = Files.readString(data.resolve("PG_VERSION")).strip();
        String ours = String.valueOf(programs.majorVersion());
        if (!found.equals(ours)) {
            throw new StartFailure(
                    "The data in " + data + " were written by PostgreSQL " + found + "; this store brings PostgreSQL "
                            + ours + ".",
                    "Start the version of the store that wrote them, or carry them over with pg_dump and pg_restore, or"
                            + " choose another --userstore.data-dir.");
        }
    }
}
