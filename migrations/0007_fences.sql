-- Narrower fences. A payload goes only when the event that says so stands in
-- the log; what says so goes never; and no fault in a request can name another
-- master key or ask for a position through a reader's eyes.
--
-- Locks: the new triggers lock redactions for an instant. When it stops halfway
-- nothing is left behind; run it again.

-- The trigger on events goes by the rows of redactions alone, so these are held
-- to the log itself.
CREATE FUNCTION refuse_unrecorded_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM events AS e
        JOIN events AS said ON said.position = NEW.recorded_by
        WHERE e.position = NEW.position
            AND e.position < said.position
            AND e.employer = said.employer
            AND e.type <> 'log.redacted.v1'
            AND said.type = 'log.redacted.v1'
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a redaction names an earlier event of the same employer, and the later log.redacted.v1 that says so'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER redactions_are_recorded BEFORE INSERT ON redactions
    FOR EACH ROW EXECUTE FUNCTION refuse_unrecorded_redaction();

CREATE FUNCTION refuse_change_of_redactions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'redactions are never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER redactions_stay BEFORE UPDATE OR DELETE ON redactions
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_redactions();
CREATE TRIGGER redactions_stay_all BEFORE TRUNCATE ON redactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_redactions();

REVOKE UPDATE (master) ON store FROM ruggensteun_app;

-- Under row-level security a reader would be told a wrong position, not refused.
REVOKE EXECUTE ON FUNCTION position_at FROM PUBLIC;
GRANT EXECUTE ON FUNCTION position_at TO ruggensteun_app;
