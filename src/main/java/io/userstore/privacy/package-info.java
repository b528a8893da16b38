/**
 * What keeps personal data unreadable without a user's own key: keys and their key-encryption key, the sealed texts of
 * events, and erasure, which destroys a key. May import the domain's commands and events, and the log.
 */
@NullMarked
package io.userstore.privacy;

import org.jspecify.annotations.NullMarked;
