-- The Merkle tree over the log (RFC 9162) in tiles as in C2SP tlog-tiles: 256 hashes each, the last one of a level
-- partial. Level 0 holds the leaves, every other level the roots of the full tiles of the one below.
CREATE TABLE merkle_tiles (
    level  smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    -- The number of leaves is a bigint, too.
    index  bigint   NOT NULL CHECK (index BETWEEN 0 AND 36028797018963966),
    hashes bytea    NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    CONSTRAINT merkle_tiles_pkey PRIMARY KEY (level, index)
);
-- Hashes cannot be compressed.
ALTER TABLE merkle_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Every root that was ever signed; the note is what witnesses and public tools read.
CREATE TABLE checkpoints (
    size    bigint      NOT NULL CHECK (size > 0),
    root    bytea       NOT NULL CHECK (length(root) = 32),
    note    text        COLLATE "C" NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT checkpoints_pkey PRIMARY KEY (size)
);
