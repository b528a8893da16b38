-- What makes the middle of a long stream as quick to read as its beginning: at each 500th event of a stream, which of its
-- events last set each field. Folding those, and the events since, gives the user as it was. Versions, no values, hence
-- nothing personal; derived from the log and free to be deleted at any time.
CREATE TABLE history_marks (
    aggregate_id varchar(255) COLLATE "C" NOT NULL,
    version      bigint       NOT NULL,
    -- The latest time of any event of the stream up to this one: clocks of nodes differ, so times may go back.
    latest       timestamptz  NOT NULL,
    setters      bigint[]     NOT NULL,
    -- By which rules it was made: others say nothing to those who fold by other rules.
    fold         integer      NOT NULL,
    CONSTRAINT history_marks_pkey PRIMARY KEY (aggregate_id, version)
);

-- The events to be marked, one in 500, without looking at the others.
CREATE INDEX event_log_marked_idx ON event_log (position) WHERE version % 500 = 499;
