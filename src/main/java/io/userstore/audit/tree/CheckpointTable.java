package io.userstore.audit.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;

/** The SQL of {@code checkpoints}. */
final class CheckpointTable {

    private static final String NEWEST = "SELECT size, root, note FROM checkpoints ORDER BY size DESC LIMIT 1";

    private static final String NEWEST_UP_TO = """
            SELECT size, root, note
              FROM checkpoints
             WHERE size <= ?
             ORDER BY size DESC
             LIMIT 1
            """;

    private static final String AFTER = """
            SELECT size, root, note
              FROM checkpoints
             WHERE size > ?
             ORDER BY size
             LIMIT ?
            """;

    private static final String ADD = "INSERT INTO checkpoints (size, root, note) VALUES (?, ?, ?)";

    /** What should be there and is not makes a note that nobody has signed. */
    private static final RowMapper<Row> ROW = (row, n) -> new Row(
            row.getLong(1),
            Objects.requireNonNullElseGet(row.getBytes(2), () -> new byte[0]),
            Objects.requireNonNullElse(row.getString(3), ""));

    private final JdbcOperations jdbc;

    CheckpointTable(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** @param note the signed one; says the same as the other two, if nobody has tampered with it */
    record Row(long size, byte[] root, String note) {

        /** What the note says; empty unless that is what the row does, and signed by the key under any origin it had. */
        Optional<Checkpoint> verified(VerifierKey key) {
            try {
                SignedNote signed = SignedNote.parse(note);
                Checkpoint said = Checkpoint.parse(signed.text());
                boolean isAsSigned = said.size() == size
                        && Arrays.equals(said.root(), root)
                        && key.named(said.origin()).hasSigned(signed);
                return isAsSigned ? Optional.of(said) : Optional.empty();
            } catch (InvalidNote e) {
                return Optional.empty();
            }
        }
    }

    Optional<Row> newest() {
        return jdbc.query(NEWEST, ROW).stream().findFirst();
    }

    /** The newest of those that are over no more events. */
    Optional<Row> newestUpTo(long size) {
        return jdbc.query(NEWEST_UP_TO, ROW, size).stream().findFirst();
    }

    /** In the order of their sizes. */
    List<Row> after(long size, int limit) {
        return jdbc.query(AFTER, ROW, size, limit);
    }

    void add(Row row) {
        jdbc.update(ADD, row.size(), row.root(), row.note());
    }
}
