-- Each key-encryption key that was ever in use: what it made of a known value tells whether a node has the right one.
CREATE TABLE key_generations (
    generation  integer     NOT NULL,
    check_value bytea       NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT key_generations_pkey PRIMARY KEY (generation)
);

-- One key for each stream, wrapped by the key-encryption key. A row stays when its key is destroyed: that a key is
-- gone on purpose and that it is missing are two things.
CREATE TABLE data_keys (
    aggregate_id varchar(255) COLLATE "C" NOT NULL,
    wrapped_key  bytea,
    generation   integer,
    erased_at    timestamptz,
    CONSTRAINT data_keys_pkey PRIMARY KEY (aggregate_id),
    -- A key that was wrapped by another key-encryption key than the newest is inserted without a generation.
    CONSTRAINT data_keys_generation_is_newest CHECK (generation IS NOT NULL),
    CONSTRAINT data_keys_erased CHECK ((wrapped_key IS NULL) = (erased_at IS NOT NULL))
);
