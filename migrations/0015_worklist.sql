-- What is to be done in every case and every file of care: see
-- projections/worklist. The consumer "clocks" writes a file whole, with
-- all its terms. Nothing here is the only copy of anything: empty the three tables
-- and begin that consumer at the first event, and it makes them again.
--
-- How a term stands follows from the moment of looking, so no column says it: a
-- state is a stretch of the index by when it is too late.
--
-- Locks: none that matter, the tables are new. When it stops halfway nothing is
-- left behind; run it again.

CREATE TABLE work_files (
    id            uuid PRIMARY KEY,
    kind          text NOT NULL,
    employer      uuid NOT NULL,
    position      bigint NOT NULL, -- everything up to here was counted
    incident      uuid NOT NULL, -- zero where there is none, as nobody below
    closed        boolean NOT NULL,
    invented      boolean NOT NULL,
    responsible   uuid NOT NULL,
    stand_in      uuid NOT NULL,
    offered_to    uuid NOT NULL,
    snoozed_until date,
    next_at       timestamptz, -- when it stands otherwise although nothing is recorded
    links         uuid[] NOT NULL -- in the order in which they were told; found by work_links
);
CREATE INDEX work_files_by_next ON work_files (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX work_files_of ON work_files (employer, id);
CREATE INDEX work_files_by_responsible ON work_files (responsible, id) INCLUDE (employer) WHERE NOT closed;
CREATE INDEX work_files_by_stand_in ON work_files (stand_in, id) INCLUDE (employer) WHERE NOT closed;
CREATE INDEX work_files_by_offer ON work_files (offered_to, id) INCLUDE (employer) WHERE NOT closed;

-- What a file rests on, to find it by. Its employer is here for the fence.
CREATE TABLE work_links (
    link     uuid NOT NULL,
    file     uuid NOT NULL,
    employer uuid NOT NULL,
    PRIMARY KEY (link, file)
);
CREATE INDEX work_links_of ON work_links (file);

-- The terms of a file, in its order. What lists filter by stands here too, as of
-- its file: a list would have to read both for each of a hundred thousand.
CREATE TABLE work_clocks (
    file          uuid NOT NULL,
    n             integer NOT NULL,
    employer      uuid NOT NULL,
    kind          text NOT NULL,
    closed        boolean NOT NULL,
    snoozed_until date,
    actor         uuid NOT NULL, -- who is responsible for the file
    invented      boolean NOT NULL,
    agreement     text COLLATE "C" NOT NULL,
    version       text NOT NULL,
    whose         text NOT NULL,
    start         text NOT NULL,
    started_on    date,
    victim        uuid NOT NULL,
    about         uuid NOT NULL,
    responsible   text COLLATE "C" NOT NULL,
    takes_over    text COLLATE "C" NOT NULL,
    because_nl    text NOT NULL,
    because_en    text NOT NULL,
    warn_at       timestamptz,
    due_from      timestamptz,
    too_late      timestamptz,
    take_over_at  timestamptz,
    due_on        date,
    ended         boolean NOT NULL,
    late          boolean NOT NULL,
    suspended     boolean NOT NULL,
    notice        boolean NOT NULL,
    is_right      boolean NOT NULL,
    -- 0 is done with; 1 ours to do; 2 for others, who must tell us; 3 stands still;
    -- 4 began on a day that nobody knows; 5 somebody may do, and nobody must. Within
    -- each it depends on the moment only.
    stand         smallint NOT NULL GENERATED ALWAYS AS (CASE
        WHEN ended OR closed THEN 0
        WHEN started_on IS NULL THEN 4
        WHEN suspended THEN 3
        WHEN is_right THEN 5
        WHEN notice THEN 2
        ELSE 1
    END) STORED,
    ends_at       timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(too_late, 'infinity')) STORED,
    alert_at      timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(least(warn_at, due_from), 'infinity')) STORED,
    -- For how long it is due soon or due. The longest bounds where lists look for those.
    alert_for     interval GENERATED ALWAYS AS (too_late - least(warn_at, due_from)) STORED,
    PRIMARY KEY (file, n)
);
CREATE INDEX work_clocks_in_order ON work_clocks (employer, stand, ends_at, file, n)
    INCLUDE (alert_at, due_from, due_on, snoozed_until, kind, actor, invented, agreement, responsible, takes_over, take_over_at) WHERE stand > 0;
CREATE INDEX work_clocks_by_agreement ON work_clocks (employer, agreement, stand, ends_at, file, n)
    INCLUDE (alert_at, due_from, snoozed_until, kind, responsible, takes_over, take_over_at) WHERE stand > 0;
CREATE INDEX work_clocks_by_party ON work_clocks (employer, responsible, stand, ends_at, file, n)
    INCLUDE (alert_at, due_from, snoozed_until, kind, agreement, takes_over, take_over_at) WHERE stand > 0;
CREATE INDEX work_clocks_by_who_takes_over ON work_clocks (employer, takes_over, stand, ends_at, file, n)
    INCLUDE (alert_at, due_from, snoozed_until, kind, agreement, take_over_at) WHERE stand > 0 AND takes_over <> '';
CREATE INDEX work_clocks_longest_alert ON work_clocks (employer, stand, alert_for) WHERE stand > 0 AND alert_for IS NOT NULL;
CREATE INDEX work_clocks_put_away ON work_clocks (employer, snoozed_until)
    INCLUDE (stand, ends_at, kind, agreement, responsible, takes_over, take_over_at) WHERE stand > 0 AND snoozed_until IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON work_files, work_links, work_clocks TO ruggensteun_app;
GRANT SELECT ON work_files, work_links, work_clocks TO ruggensteun_reader;

-- The fence of may_read, written out so that the settings are read once per
-- statement and not once per row of a long list.
ALTER TABLE work_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON work_files TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON work_files FOR SELECT TO ruggensteun_reader
    USING ((SELECT current_setting('ruggensteun.scope', true) = 'all')
        OR employer = (SELECT nullif(current_setting('ruggensteun.employer', true), '')::uuid));
ALTER TABLE work_links ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON work_links TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON work_links FOR SELECT TO ruggensteun_reader
    USING ((SELECT current_setting('ruggensteun.scope', true) = 'all')
        OR employer = (SELECT nullif(current_setting('ruggensteun.employer', true), '')::uuid));
ALTER TABLE work_clocks ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON work_clocks TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON work_clocks FOR SELECT TO ruggensteun_reader
    USING ((SELECT current_setting('ruggensteun.scope', true) = 'all')
        OR employer = (SELECT nullif(current_setting('ruggensteun.employer', true), '')::uuid));
