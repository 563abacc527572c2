-- An employer leaves. From the event on that says so nothing more is recorded of it but how it
-- leaves; its sealed documents may go, which stay otherwise; and lists that only it saw are not
-- made again.
--
-- Locks: streams, blobs and the tables of the work list, for an instant, for the new triggers.
-- When it stops halfway nothing is left behind; run it again.

CREATE TABLE departures (
    employer  uuid PRIMARY KEY,
    confirmed bigint NOT NULL REFERENCES events, -- departure.confirmed.v1
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- What went so far, counted where it went: a second run finds nothing to count any more.
    sessions  bigint NOT NULL DEFAULT 0,
    marks     bigint NOT NULL DEFAULT 0,
    documents bigint NOT NULL DEFAULT 0,
    lines     bigint NOT NULL DEFAULT 0
);
GRANT SELECT ON departures TO ruggensteun_app, ruggensteun_reader;
ALTER TABLE departures ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON departures TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON departures FOR SELECT TO ruggensteun_reader
    USING (may_read(employer) AND may_read_unit('00000000-0000-0000-0000-000000000000')); -- of the whole employer

CREATE FUNCTION refuse_departure_that_nobody_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT FROM events AS e
        WHERE e.position = NEW.confirmed AND e.employer = NEW.employer AND e.type = 'departure.confirmed.v1')
        OR TG_OP = 'UPDATE' AND (NEW.employer, NEW.confirmed, NEW.closed_at) = (OLD.employer, OLD.confirmed, OLD.closed_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an employer leaves by the departure.confirmed.v1 that says so, and for good'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER departures_are_confirmed BEFORE INSERT OR UPDATE OR DELETE ON departures
    FOR EACH ROW EXECUTE FUNCTION refuse_departure_that_nobody_confirmed();

-- Every append moves a stream, so this is asked once per append and not per event. Of a batch
-- it refuses the one that is of who left: the code is of a value that is refused, which the
-- appender looks for by itself.
CREATE FUNCTION refuse_what_is_of_who_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM moved AS m
        JOIN departures AS d USING (employer)
        WHERE split_part(m.stream, '-', 1) NOT IN ('departure', 'redaction', 'certificate'))
    THEN
        RAISE EXCEPTION 'this employer left: nothing more is recorded of it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER closed_to_new AFTER INSERT ON streams REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_is_of_who_left();
CREATE TRIGGER closed_to_more AFTER UPDATE ON streams REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_is_of_who_left();

-- Documents stay, but of who left. A statement is refused as a whole where nobody left, also when it
-- meets no row.
DROP TRIGGER blobs_stay ON blobs;
CREATE OR REPLACE FUNCTION refuse_change_of_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_LEVEL = 'STATEMENT' AND EXISTS (SELECT FROM departures) THEN
        RETURN NULL; -- each row is looked at
    ELSIF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' AND EXISTS (SELECT FROM departures AS d WHERE d.employer = OLD.employer) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'documents are never changed: what must be forgotten becomes unreadable when its keys are destroyed'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER blobs_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON blobs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_blobs();
CREATE TRIGGER blobs_of_who_left BEFORE DELETE ON blobs
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_blobs();

-- Whoever counts terms anew from the first event on counts cases of which the codes stay too.
CREATE FUNCTION leave_out_who_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM departures AS d WHERE d.employer = NEW.employer) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_of_who_left BEFORE INSERT ON work_files FOR EACH ROW EXECUTE FUNCTION leave_out_who_left();
CREATE TRIGGER not_of_who_left BEFORE INSERT ON work_links FOR EACH ROW EXECUTE FUNCTION leave_out_who_left();
CREATE TRIGGER not_of_who_left BEFORE INSERT ON work_clocks FOR EACH ROW EXECUTE FUNCTION leave_out_who_left();
