package io.userstore.audit.tree;

import io.userstore.privacy.KeptSecret;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The store's own signatures. The key is looked for by the first who needs it: without it the store goes on. */
final class CheckpointSigning {

    private final KeptSecret secret;
    private final CheckpointTable checkpoints;
    private final @Nullable String origin;
    private final TransactionTemplate outside;
    private volatile @Nullable NoteSigner signer;

    CheckpointSigning(
            KeptSecret secret,
            CheckpointTable checkpoints,
            @Nullable String origin,
            PlatformTransactionManager transactions) {
        this.secret = secret;
        this.checkpoints = checkpoints;
        this.origin = origin;
        this.outside = new TransactionTemplate(transactions);
        // What has been signed with must not be taken back.
        outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    VerifierKey key() {
        return signer().key();
    }

    CheckpointTable.Row sign(long size, byte[] root) {
        NoteSigner signing = signer();
        SignedNote note = signing.sign(new Checkpoint(signing.key().name(), size, root).text());
        return new CheckpointTable.Row(size, root, note.toString());
    }

    private NoteSigner signer() {
        NoteSigner known = signer;
        if (known == null) {
            byte[] seed = outside.execute(status -> seed());
            known = new NoteSigner(seed, origin);
            signer = known;
        }
        return known;
    }

    /** A new one beside what another has signed would have every auditor's key refuse the store's checkpoints, unsaid. */
    private byte[] seed() {
        if (checkpoints.newest().isEmpty()) {
            return secret.findOrMake();
        }
        return secret.find()
                .orElseThrow(() -> new LogDamaged("there are checkpoints, and the key that has signed them is lost"));
    }
}
