package io.userstore.eventlog;

import java.util.List;

/** What a node remembers of streams, in whatever part of it. */
public interface StreamMemory {

    void forget(String stream);

    /** Some streams were to be forgotten, and it is not known which. */
    void forgetAll();

    /** Drops what the database keeps of the streams beside their events, and has all nodes forget them at commit. */
    static void forgetEverywhere(List<String> streams, RoundTrip writes) {
        AppendStatements.forget(streams, writes);
    }
}
