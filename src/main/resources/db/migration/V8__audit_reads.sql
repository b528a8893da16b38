-- Who read what of the log and of its users: written and committed before each answer. Rows are only ever added; the
-- purpose is free text, and forgotten when the user that was read of is erased.
CREATE TABLE audit_reads (
    id      bigint       GENERATED ALWAYS AS IDENTITY,
    at      timestamptz  NOT NULL DEFAULT now(),
    actor   varchar(255) NOT NULL,
    user_id bigint,
    what    text         NOT NULL,
    purpose text,
    CONSTRAINT audit_reads_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_reads_user_id_idx ON audit_reads (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_reads_purpose_idx ON audit_reads (user_id) WHERE purpose IS NOT NULL;
