-- Four logs, kept apart as the sources name them, because each is for somebody else:
--
--   processings  one line per data subject of what was done with details of persons
--                (Logboek Dataverwerkingen): for whom it is about, so nobody who works
--                with it stands in it
--   readings     who read which record, in which role, why, and what was opened: for the
--                privacy officer of the owner. Same trace as the line above
--   authlog      who came in, who was refused, in which role somebody goes on, who held a
--                role since when, and by which rules it was decided
--   (system)     the program's own log lines, which hold no records: not in the database
--
-- Evidence is none of these: it is the events and their chain.
--
-- Readings that were recorded before are told whose records they were, where that can
-- be known: of what was registered by the register itself, else by whom they were read.
--
-- Locks: readings, for about 15 s per million rows. When it stops halfway nothing is
-- left behind; run it again.

CREATE FUNCTION refuse_change_of_logs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

ALTER TABLE readings
    ADD COLUMN owner   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000', -- whose record; zero of what is nobody's
    ADD COLUMN trace   bytea CHECK (octet_length(trace) = 16), -- NULL before there were traces
    ADD COLUMN span    bytea CHECK (octet_length(span) = 8),
    ADD COLUMN fields  text[] NOT NULL DEFAULT '{}', -- kinds of details that were opened
    ADD COLUMN changes boolean NOT NULL DEFAULT false; -- not read but written

ALTER TABLE readings DISABLE TRIGGER readings_stay;
UPDATE readings AS r
SET owner = coalesce((
    SELECT s.employer
    FROM unnest(ARRAY['incident', 'suspect', 'prosecution', 'aangifte', 'aftercare', 'document', 'triage', 'employer', 'batch']) AS c (category)
    JOIN streams AS s ON s.stream = c.category || '-' || r.subject::text
    LIMIT 1
), r.employer)
WHERE r.subject <> '00000000-0000-0000-0000-000000000000' OR r.employer <> '00000000-0000-0000-0000-000000000000';
ALTER TABLE readings ENABLE TRIGGER readings_stay;

-- A reading belongs to whoever owns the record; one of nobody's record to whom the reader works for.
ALTER TABLE readings ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON readings TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON readings FOR SELECT TO ruggensteun_reader
    USING (may_read(CASE owner WHEN '00000000-0000-0000-0000-000000000000' THEN employer ELSE owner END));
GRANT SELECT ON readings TO ruggensteun_reader;

CREATE TABLE processings (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trace        bytea NOT NULL CHECK (octet_length(trace) = 16),
    span         bytea NOT NULL CHECK (octet_length(span) = 8),
    parent       bytea CHECK (octet_length(parent) = 8),
    status       smallint NOT NULL CHECK (status BETWEEN 0 AND 2), -- Unset, Ok, Error
    name         text NOT NULL,
    began        timestamptz(3) NOT NULL,
    ended        timestamptz(3) NOT NULL,
    resource     text NOT NULL, -- the program and its version
    activity     text NOT NULL,
    subject      text, -- a keyed code; NULL where nobody is known
    subject_type text,
    processor    text, -- when another application called
    owner        uuid NOT NULL,
    CHECK ((subject IS NULL) = (subject_type IS NULL))
);
CREATE INDEX processings_by_subject ON processings (subject, began) WHERE subject IS NOT NULL;
CREATE INDEX processings_by_trace ON processings (trace);
ALTER TABLE processings ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON processings TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON processings FOR SELECT TO ruggensteun_reader USING (may_read(owner));
GRANT SELECT, INSERT ON processings TO ruggensteun_app;
GRANT SELECT ON processings TO ruggensteun_reader;

CREATE TABLE authlog (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    what        text NOT NULL CHECK (what IN ('signed-in', 'signed-out', 'role-chosen', 'not-admitted', 'refused')),
    actor       uuid NOT NULL, -- zero of who did not say who he is
    role        text NOT NULL,
    employer    uuid NOT NULL,
    issuer      text NOT NULL,
    route       text NOT NULL, -- of ours, never a path that was sent
    reason      text NOT NULL, -- a code word
    correlation uuid NOT NULL
);
CREATE INDEX authlog_by_employer ON authlog (employer, at);
ALTER TABLE authlog ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON authlog TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON authlog FOR SELECT TO ruggensteun_reader USING (may_read(employer));
GRANT SELECT, INSERT ON authlog TO ruggensteun_app;
GRANT SELECT ON authlog TO ruggensteun_reader;

-- That an issuer gave somebody a role, said again on every day on which it did, or that it gave it
-- no more.
CREATE TABLE role_held (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    actor    uuid NOT NULL,
    role     text NOT NULL,
    employer uuid NOT NULL, -- zero for roles held at none
    issuer   text NOT NULL, -- '' of a token, which says so itself, and of the terminal
    held     boolean NOT NULL
);
CREATE INDEX role_held_by_employer ON role_held (employer, at);
CREATE INDEX role_held_by_actor ON role_held (actor, at);
ALTER TABLE role_held ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON role_held TO ruggensteun_app USING (true) WITH CHECK (true);
-- Operators and the like work for no employer, and for each of them.
CREATE POLICY reader_sees_one_employer ON role_held FOR SELECT TO ruggensteun_reader
    USING (may_read(employer) OR employer = '00000000-0000-0000-0000-000000000000'
        AND nullif(current_setting('ruggensteun.employer', true), '') IS NOT NULL);
GRANT SELECT, INSERT ON role_held TO ruggensteun_app;
GRANT SELECT ON role_held TO ruggensteun_reader;

-- The rules of access as text, each once, so that a later version still answers by those of a day.
CREATE TABLE rule_sets (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    body text NOT NULL
);
-- Since when which held, whose word was taken on who has a role, and which logins the database had.
CREATE TABLE rules_in_force (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL,
    hash   bytea NOT NULL REFERENCES rule_sets,
    door   text NOT NULL, -- "serve", "migrate", "cli"
    trust  text NOT NULL, -- JSON: which issuer speaks for whom; '' where nobody did
    logins text NOT NULL -- JSON: who can open the database
);
GRANT SELECT, INSERT ON rule_sets, rules_in_force TO ruggensteun_app;
GRANT SELECT ON rule_sets, rules_in_force TO ruggensteun_reader;

CREATE FUNCTION keep_logs_whole(name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse_change_of_logs()', name);
    EXECUTE format('CREATE TRIGGER stays_all BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_logs()', name);
END $$;
SELECT keep_logs_whole(name) FROM unnest(ARRAY['processings', 'authlog', 'role_held', 'rule_sets', 'rules_in_force']::regclass[]) AS l (name);
DROP FUNCTION keep_logs_whole(regclass);

-- How far lines were copied to a receiver, by its address. It may be set back by hand: they are then
-- sent once more.
CREATE TABLE processing_copies (
    receiver text PRIMARY KEY,
    copied   bigint NOT NULL DEFAULT 0 -- everything up to this id was taken
);
GRANT SELECT, INSERT, UPDATE ON processing_copies TO ruggensteun_app;
