/**
 * The append-only log on PostgreSQL as Axon's event store: group commit, gap-free positions, idempotency keys,
 * wake-ups, snapshots. Knows nothing of users and imports nothing of this project.
 */
@NullMarked
package io.userstore.eventlog;

import org.jspecify.annotations.NullMarked;
