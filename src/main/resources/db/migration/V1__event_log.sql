-- The append-only log. Positions are given under the append lock: 1, 2, 3 ... in commit order, without gaps.
-- Payload and metadata are json, not jsonb: the text is kept to the byte.
CREATE TABLE event_log (
    position        bigint       NOT NULL CHECK (position > 0),
    aggregate_type  varchar(255) COLLATE "C",
    aggregate_id    varchar(255) COLLATE "C",
    version         bigint       CHECK (version >= 0),
    event_id        uuid         NOT NULL,
    type            varchar(255) COLLATE "C" NOT NULL,
    revision        varchar(255) COLLATE "C",
    occurred_at     timestamptz  NOT NULL,
    payload         json         NOT NULL,
    metadata        json         NOT NULL,
    idempotency_key varchar(255) COLLATE "C",
    CONSTRAINT event_log_pkey PRIMARY KEY (position),
    CONSTRAINT event_log_event_id_key UNIQUE (event_id),
    CONSTRAINT event_log_stream_key UNIQUE (aggregate_id, version),
    -- An event belongs to a stream with all three of its coordinates, or to none.
    CONSTRAINT event_log_stream_whole CHECK (num_nulls(aggregate_type, aggregate_id, version) IN (0, 3))
);

-- Finding the position of an instant: times rise with positions, nearly, so a few pages of BRIN are enough.
CREATE INDEX event_log_occurred_at_idx ON event_log USING brin (occurred_at) WITH (pages_per_range = 32);

-- The newest snapshot of a stream; derived from the log and free to be deleted at any time.
CREATE TABLE snapshots (
    aggregate_id   varchar(255) COLLATE "C" NOT NULL,
    version        bigint       NOT NULL,
    aggregate_type varchar(255) COLLATE "C" NOT NULL,
    event_id       uuid         NOT NULL,
    type           varchar(255) COLLATE "C" NOT NULL,
    revision       varchar(255) COLLATE "C",
    occurred_at    timestamptz  NOT NULL,
    payload        json         NOT NULL,
    metadata       json         NOT NULL,
    CONSTRAINT snapshots_pkey PRIMARY KEY (aggregate_id)
);

-- What became of the command that carried the key. The answer names no personal data.
CREATE TABLE idempotency_keys (
    idempotency_key varchar(255) COLLATE "C" NOT NULL,
    fingerprint     bytea        NOT NULL,
    aggregate_id    varchar(255) COLLATE "C",
    version         bigint,
    answer_type     varchar(255) COLLATE "C",
    answer          json,
    recorded_at     timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (idempotency_key)
);
