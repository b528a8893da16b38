package io.userstore.adoption;

import org.jspecify.annotations.Nullable;

/** What an import came to. */
public final class ImportOutcome {

    int rounds;

    @Nullable
    ComparedTables compared;

    private long rows;
    private long refused;
    private long rewritten;
    private long imported;
    private long unchanged;
    private long nanos;

    void add(Survey survey, boolean whole) {
        rows = whole ? survey.rows() : rows;
        refused += survey.refused();
        rewritten += survey.rewritten();
    }

    void add(Writing writing, long took) {
        imported += writing.imported();
        unchanged += writing.unchanged();
        refused += writing.refused();
        nanos += took;
    }

    public int rounds() {
        return rounds;
    }

    /** Rows of the source when it was first looked at. */
    public long rows() {
        return rows;
    }

    /** Rows that could not come over, in all rounds. */
    public long refused() {
        return refused;
    }

    /** Rows that come over in another spelling, in all rounds. */
    public long rewritten() {
        return rewritten;
    }

    public long imported() {
        return imported;
    }

    /** Users who were in the store already, as they are in the source. */
    public long unchanged() {
        return unchanged;
    }

    /** Taken by the import itself, without looking and comparing. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** Absent after a dry run. */
    public @Nullable ComparedTables compared() {
        return compared;
    }

    /** Whether all of the source is in the store, or could be. */
    public boolean isComplete() {
        return compared == null ? refused == 0 : compared.isComplete();
    }
}
