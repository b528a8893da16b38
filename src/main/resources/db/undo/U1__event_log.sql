DROP TABLE idempotency_keys;
DROP TABLE snapshots;
DROP TABLE event_log;
