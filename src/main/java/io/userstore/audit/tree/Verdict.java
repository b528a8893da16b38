package io.userstore.audit.tree;

import java.util.List;

/**
 * The outcome of a verification.
 *
 * @param events that were read
 * @param covered so many of them are signed: nothing can be said of those after
 * @param checkpoints stored ones whose signature and root are the log's
 * @param findings the first thing wrong with the log, and what else there is; none if all is well
 */
public record Verdict(long events, long covered, long checkpoints, List<Finding> findings) {}
