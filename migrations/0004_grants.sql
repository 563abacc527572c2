-- Three logins, each with no more than its work needs: the owner makes tables
-- and redacts; the app appends and projects; the reader reads one employer's
-- rows, or nothing at all when nobody said whose (the fence behind domain/access).
--
-- Locks: brief, the tables are new. When it stops halfway nothing is left
-- behind; run it again.

CREATE FUNCTION may_read(employer uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('ruggensteun.scope', true) = 'all'
        OR employer = nullif(current_setting('ruggensteun.employer', true), '')::uuid
$$;

GRANT USAGE ON SCHEMA ruggensteun TO ruggensteun_app, ruggensteun_reader;

GRANT SELECT ON store TO ruggensteun_app, ruggensteun_reader;
GRANT UPDATE (master) ON store TO ruggensteun_app;
GRANT SELECT, INSERT ON events, commands, keys, marks TO ruggensteun_app;
GRANT SELECT, INSERT, UPDATE ON streams TO ruggensteun_app;
GRANT SELECT ON redactions TO ruggensteun_app;
REVOKE EXECUTE ON FUNCTION append_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_alone TO ruggensteun_app;

GRANT SELECT ON events TO ruggensteun_reader;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON events TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON events FOR SELECT TO ruggensteun_reader
    USING (may_read(employer));
