/**
 * A second verifier, of exports: written from docs/audit.md and RFC 9162 alone. It shares no code with what it checks, on
 * purpose, and imports nothing of this project.
 */
@NullMarked
package io.userstore.audit.verifier;

import org.jspecify.annotations.NullMarked;
