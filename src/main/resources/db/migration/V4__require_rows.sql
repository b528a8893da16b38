-- Makes a statement fail that did not touch the rows it should: it is sent together with the commit after it, when it
-- is too late to look at its count.
CREATE FUNCTION require_rows(actual bigint, expected bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF actual <> expected THEN
        RAISE EXCEPTION '% of % rows are not there', expected - actual, expected USING ERRCODE = 'no_data_found';
    END IF;
END
$$;
