-- What a flush that did not look first asks in the middle of its writing: when
-- it is not as hoped, nothing of it is kept, and it is done again with looking.
--
-- Locks: none. When it stops halfway nothing is left behind; run it again.

CREATE FUNCTION as_hoped(so boolean) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF so THEN
        RETURN true;
    END IF;
    RAISE EXCEPTION 'the log is not as the commands expected' USING ERRCODE = 'RG001';
END $$;

REVOKE EXECUTE ON FUNCTION as_hoped FROM PUBLIC;
GRANT EXECUTE ON FUNCTION as_hoped TO ruggensteun_app;
