package io.userstore.eventlog;

import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** What a node remembers of streams, in whatever part of it. */
public interface StreamMemory {

    void forget(String stream);

    /** Some streams were to be forgotten, and it is not known which. */
    void forgetAll();

    /** Drops what the database keeps of the streams beside their events, and has all nodes forget them at commit. */
    static void forgetEverywhere(List<String> streams, RoundTrip writes) {
        AppendStatements.forget(streams, writes);
    }

    /** Has all nodes forget what they remember under that name, at the commit of the current transaction. */
    static void forgetEverywhere(String name, JdbcOperations jdbc) {
        jdbc.query(AppendStatements.NOTIFY_NODES, row -> {}, AppendStatements.FORGET + name);
    }
}
