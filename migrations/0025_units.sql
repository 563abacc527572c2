-- Of which unit of its employer a record is, for readers who are kept to one: row-level security asks it
-- of every row, at the moment of reading. What the log says stands here in the same transaction, by a
-- trigger, because a read model lags, and a moved incident would be shown to the unit that it left.
--
-- An incident is of the unit that it is registered under now. What rests on incidents (a case, an aangifte,
-- a file of care, and by its id what was written and done for one) is of a unit when each of them is, by the
-- record that it counts under where it was merged. All else is of no unit, and shown to no such reader.
-- Nothing here is the only copy of anything: units_from_log() fills it anew.
--
-- The work list marks from now on that an incident has no unit, so the consumer "clocks" begins at the
-- first event again and counts each file once more, as OPERATIONS says under Clocks.
--
-- Locks: events, while its policy is replaced and the log is read once (about half a minute for a million
-- events); the tables of read models and of the work list, for an instant. When it stops halfway nothing is
-- left behind; run it again.

CREATE TABLE incident_units (
    incident uuid PRIMARY KEY,
    unit     text COLLATE "C" NOT NULL, -- code; '' where none is recorded
    under    uuid -- what it was merged into
);
CREATE TABLE record_incidents (
    record   uuid NOT NULL,
    incident uuid NOT NULL,
    PRIMARY KEY (record, incident)
);

-- note_unit takes in what one event says. The types are versioned names, so what stands under which key of
-- one never changes; that every type with such a key is here is held by a test.
CREATE FUNCTION note_unit(stream text, type text, payload bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = ruggensteun, pg_temp AS $$
DECLARE
    of   uuid := right(stream, 36)::uuid;
    said jsonb;
BEGIN
    BEGIN
        said := convert_from(payload, 'UTF8')::jsonb;
    EXCEPTION WHEN data_exception THEN -- not ours to judge here: it tells no unit
        RETURN;
    END;
    CASE
    WHEN type LIKE 'incident.registered.%' THEN
        INSERT INTO incident_units VALUES (of, coalesce(said #>> '{place,unit}', ''))
        ON CONFLICT (incident) DO UPDATE SET unit = excluded.unit;
    WHEN type LIKE 'incident.details_added.%' THEN -- fills in what was not told
        UPDATE incident_units SET unit = said #>> '{place,unit}' WHERE incident = of AND unit = '' AND said #>> '{place,unit}' IS NOT NULL;
    WHEN type LIKE 'incident.corrected.%' THEN
        UPDATE incident_units SET unit = coalesce(said #>> '{place,unit}', '') WHERE incident = of AND jsonb_typeof(said -> 'place') = 'object';
    WHEN type LIKE 'incident.merged.%' THEN
        UPDATE incident_units SET under = (said ->> 'into')::uuid WHERE incident = of;
    WHEN type LIKE 'incident.split.%' THEN
        UPDATE incident_units SET under = NULL WHERE incident = of;
    WHEN type LIKE 'prosecution.linked.%' THEN
        INSERT INTO record_incidents SELECT of, (said ->> 'id')::uuid WHERE said ->> 'kind' = 'INCIDENT' ON CONFLICT DO NOTHING;
    WHEN type LIKE 'prosecution.unlinked.%' THEN
        DELETE FROM record_incidents WHERE record = of AND incident = (said ->> 'id')::uuid AND said ->> 'kind' = 'INCIDENT';
    WHEN type LIKE 'aangifte.made.%' OR type LIKE 'aangifte.corrected.%' THEN
        DELETE FROM record_incidents WHERE record = of;
        INSERT INTO record_incidents SELECT of, (i ->> 'id')::uuid FROM jsonb_array_elements(coalesce(said -> 'incidents', '[]')) AS i ON CONFLICT DO NOTHING;
    WHEN type LIKE 'aftercare.opened.%' THEN
        INSERT INTO record_incidents VALUES (of, (said ->> 'incident')::uuid) ON CONFLICT DO NOTHING;
    END CASE;
END $$;

CREATE FUNCTION tells_unit(type text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT type ~ '^(incident\.(registered|details_added|corrected|merged|split)|prosecution\.(linked|unlinked)|aangifte\.(made|corrected)|aftercare\.opened)\.'
$$;

CREATE FUNCTION note_units() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ruggensteun, pg_temp AS $$
BEGIN
    PERFORM note_unit(NEW.stream, NEW.type, NEW.payload);
    RETURN NULL;
END $$;
CREATE TRIGGER events_tell_units AFTER INSERT ON events
    FOR EACH ROW WHEN (tells_unit(NEW.type)) EXECUTE FUNCTION note_units();

-- For the owner. A payload that was removed says nothing any more: what rested on it is then of no unit.
CREATE FUNCTION units_from_log() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    e record;
BEGIN
    DELETE FROM record_incidents;
    DELETE FROM incident_units;
    FOR e IN SELECT stream, type, payload FROM events WHERE tells_unit(type) AND payload IS NOT NULL ORDER BY position LOOP
        PERFORM note_unit(e.stream, e.type, e.payload);
    END LOOP;
END $$;
SELECT units_from_log();

-- of_unit reads tables that no reader is shown.
CREATE FUNCTION of_unit(asked uuid, kept text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ruggensteun, pg_temp AS $$
    WITH RECURSIVE rests (incident, steps) AS (
        SELECT r.incident, 0 FROM record_incidents AS r WHERE r.record = asked
        UNION
        SELECT u.under, steps + 1 FROM rests JOIN incident_units AS u USING (incident) WHERE u.under IS NOT NULL AND steps < 50
    )
    SELECT EXISTS (SELECT FROM incident_units AS u WHERE u.incident = asked AND u.unit = kept)
        OR EXISTS (SELECT FROM rests)
            AND NOT EXISTS (
                SELECT
                FROM rests
                LEFT JOIN incident_units AS u USING (incident)
                WHERE u.under IS NULL AND u.unit IS DISTINCT FROM kept)
$$;

-- Whoever is kept to none pays for reading one setting.
CREATE FUNCTION may_read_unit(record uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('ruggensteun.unit', true), '') = ''
        OR of_unit(record, current_setting('ruggensteun.unit', true))
$$;

ALTER POLICY reader_sees_one_employer ON events
    USING (may_read(employer) AND may_read_unit(right(stream, 36)::uuid));
ALTER POLICY reader_sees_one_employer ON work_files
    USING (((SELECT current_setting('ruggensteun.scope', true) = 'all')
        OR employer = (SELECT nullif(current_setting('ruggensteun.employer', true), '')::uuid))
        AND ((SELECT coalesce(current_setting('ruggensteun.unit', true), '') = '')
            OR of_unit(id, (SELECT current_setting('ruggensteun.unit', true)))));
ALTER POLICY reader_sees_one_employer ON work_links
    USING (((SELECT current_setting('ruggensteun.scope', true) = 'all')
        OR employer = (SELECT nullif(current_setting('ruggensteun.employer', true), '')::uuid))
        AND ((SELECT coalesce(current_setting('ruggensteun.unit', true), '') = '')
            OR of_unit(file, (SELECT current_setting('ruggensteun.unit', true)))));
ALTER POLICY reader_sees_one_employer ON work_clocks
    USING (((SELECT current_setting('ruggensteun.scope', true) = 'all')
        OR employer = (SELECT nullif(current_setting('ruggensteun.employer', true), '')::uuid))
        AND ((SELECT coalesce(current_setting('ruggensteun.unit', true), '') = '')
            OR of_unit(file, (SELECT current_setting('ruggensteun.unit', true)))));

-- What is asked by the privacy officer only, who is kept to no unit; nobody's record is of none. Documents
-- (blobs) are found by a hash that stands in an event, which has this fence; the table does not know of what
-- they are.
DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT * FROM pg_policies WHERE policyname = 'reader_sees_one_employer' AND schemaname = 'ruggensteun'
        AND tablename IN ('attempts', 'readings', 'processings', 'authlog', 'role_held') LOOP
        EXECUTE format('ALTER POLICY %I ON %I.%I USING ((%s) AND may_read_unit(%L::uuid))', p.policyname, p.schemaname, p.tablename, p.qual, '00000000-0000-0000-0000-000000000000');
    END LOOP;
    -- Read models that are there: those that are made from now on have it from the start.
    FOR p IN SELECT * FROM pg_policies WHERE policyname = 'reader_sees_one_employer' AND schemaname <> 'ruggensteun' LOOP
        EXECUTE format('ALTER POLICY %I ON %I.%I USING ((%s) AND may_read_unit(key))', p.policyname, p.schemaname, p.tablename, p.qual);
    END LOOP;
END $$;

UPDATE work_files SET position = 0;
DELETE FROM dead_letters WHERE name = 'clocks';
DELETE FROM consumers WHERE name = 'clocks';
