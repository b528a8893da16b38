-- The contract with everyone who reads users by SQL: these columns, in this order, under these names.
CREATE TYPE experiencelevel AS ENUM ('ENTRY', 'JUNIOR', 'MID', 'SENIOR', 'LEAD', 'PRINCIPAL');
CREATE TYPE accountstatus AS ENUM ('PENDING_VERIFICATION', 'ACTIVE', 'SUSPENDED', 'LOCKED');

CREATE SEQUENCE users_id_seq AS bigint;

CREATE TABLE users (
    id                    bigint          NOT NULL,
    created_at            timestamp       NOT NULL DEFAULT now(),
    updated_at            timestamp       NOT NULL DEFAULT now(),
    deleted_at            timestamp,
    email                 varchar(255)    NOT NULL,
    password_hash         varchar(255)    NOT NULL,
    name                  varchar(255)    NOT NULL,
    target_role           varchar(255),
    experience_level      experiencelevel,
    account_status        accountstatus   NOT NULL DEFAULT 'PENDING_VERIFICATION',
    failed_login_attempts varchar(10)     NOT NULL DEFAULT '0',
    last_login_at         varchar(50),
    -- The constraints carry the names of the contract's indexes, so that no column is indexed twice.
    CONSTRAINT ix_users_id PRIMARY KEY (id),
    CONSTRAINT ix_users_email UNIQUE (email)
) WITH (fillfactor = 80);
CREATE INDEX ix_users_target_role ON users (target_role);
ALTER SEQUENCE users_id_seq OWNED BY users.id;

-- Who holds an address; the primary key is what decides a race for it (G4). Keyed by the case-folded address.
CREATE TABLE email_reservations (
    address varchar(255) COLLATE "C" NOT NULL,
    user_id bigint       NOT NULL,
    CONSTRAINT email_reservations_pkey PRIMARY KEY (address),
    CONSTRAINT email_reservations_user_id_key UNIQUE (user_id)
);

-- The locked accounts: few, and what the release of expired locks looks through.
CREATE TABLE account_locks (
    user_id       bigint        NOT NULL,
    status_before accountstatus NOT NULL,
    locked_until  timestamptz,
    CONSTRAINT account_locks_pkey PRIMARY KEY (user_id)
);
CREATE INDEX account_locks_locked_until_idx ON account_locks (locked_until) WHERE locked_until IS NOT NULL;
