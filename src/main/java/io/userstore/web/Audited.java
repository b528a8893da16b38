package io.userstore.web;

import org.jspecify.annotations.Nullable;

/**
 * A query whose every answer is on record, and what the record and the answer need to know of who asks.
 *
 * @param purpose the header X-Reason
 * @param unmasked whether personal data may be shown as it is
 */
record Audited<Q>(Q query, String actor, @Nullable String purpose, boolean unmasked) {}
