-- Personal data is sealed from the first event on; what an unreleased store wrote in clear cannot be sealed afterwards
-- without rewriting history.
DO $$
BEGIN
    IF EXISTS (SELECT FROM event_log WHERE type LIKE 'user.%') THEN
        RAISE EXCEPTION 'this log was written before personal data was encrypted; start with an empty database';
    END IF;
END
$$;

-- The erased users, in the order in which each node gets to know of them.
CREATE INDEX event_log_erased_idx ON event_log (position) WHERE type = 'user.erased';
