package io.userstore.privacy;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where keys are, and how many are kept at hand.
 *
 * @param keyEncryptionKey a file with a Tink keyset, or the URI of a key in a key management service; without it
 *     {@code key-encryption-keys.json} in the data folder, made when there is none and no keys need another
 * @param kmsCredentials a file for the client of that service, if not its default
 * @param erasureLedger who was erased; {@code erasure-ledger} in the data folder by default
 * @param cachedKeys data keys kept in memory, at most
 * @param database of the data keys, if not the log's own
 */
@ConfigurationProperties("userstore.privacy")
record PrivacyProperties(
        @Nullable String keyEncryptionKey,
        @Nullable String kmsCredentials,
        @Nullable String erasureLedger,
        @DefaultValue("20000") long cachedKeys,
        @Nullable Database database) {

    /** A PostgreSQL database, with backups of its own. */
    record Database(
            String url, @Nullable String username, @Nullable String password) {

        /** Shows no password; the URL may have one, too. */
        @Override
        public String toString() {
            return "Database[***]";
        }
    }
}
