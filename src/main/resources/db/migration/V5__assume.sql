-- Makes a trip fail whose statements were written for a state of the log that is not there: it is sent together with
-- them, when it is too late to look. The message names nothing, because the server's log keeps it.
CREATE FUNCTION assume(holds boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION 'the log is not as it was assumed to be' USING ERRCODE = 'US001';
    END IF;
END
$$;
