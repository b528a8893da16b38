-- How far each asynchronous consumer of the log has come, and which node runs it (Axon's token store).
CREATE TABLE tracking_tokens (
    processor_name varchar(255) NOT NULL,
    segment        integer      NOT NULL,
    token          bytea,
    token_type     varchar(255),
    claimed_at     varchar(255),
    owner          varchar(255),
    CONSTRAINT tracking_tokens_pkey PRIMARY KEY (processor_name, segment)
);
