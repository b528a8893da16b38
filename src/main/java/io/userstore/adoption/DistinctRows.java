package io.userstore.adoption;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds rows of one id, which come one after the other, and hands on one of them. */
final class DistinctRows implements Consumer<TableRow> {

    private final Consumer<CheckedRow> checked;
    private @Nullable TableRow pending;
    private boolean repeated;

    DistinctRows(Consumer<CheckedRow> checked) {
        this.checked = checked;
    }

    @Override
    public void accept(TableRow row) {
        // Rows without an id have none in common.
        boolean same = pending != null && pending.id() == row.id() && row.id() != 0;
        if (!same) {
            end();
        }
        repeated = same;
        pending = row;
    }

    /** After the last row. */
    void end() {
        if (pending != null) {
            checked.accept(new CheckedRow(pending, repeated));
            pending = null;
        }
    }
}
