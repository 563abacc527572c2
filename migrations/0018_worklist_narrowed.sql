-- What the work list is narrowed by most stands with its terms: whose a file is in
-- every way, and the units of its incidents. A list of one person's, or of one unit's,
-- is then a stretch of an index, as that of all is.
--
-- Holders are copied from the files. Units are not known here: the consumer "clocks"
-- begins at the first event again and counts each file once more, as OPERATIONS
-- says under Clocks. Until it comes to a file, a list by unit lacks it; all else
-- shows as it was.
--
-- Locks: the three tables, for about half a minute per million terms. When it stops
-- halfway nothing is left behind; run it again.

ALTER TABLE work_files ADD COLUMN units text[] NOT NULL DEFAULT '{}';

-- The first unit of a file has an index of its own; other_units are the few beside it.
ALTER TABLE work_clocks
    ADD COLUMN stand_in    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    ADD COLUMN offered_to  uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    ADD COLUMN unit        text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN other_units text[] COLLATE "C" NOT NULL DEFAULT '{}';
UPDATE work_clocks AS c
SET stand_in = f.stand_in, offered_to = f.offered_to
FROM work_files AS f
WHERE f.id = c.file
    AND (f.stand_in <> c.stand_in OR f.offered_to <> c.offered_to);

CREATE INDEX work_clocks_of_actor ON work_clocks (employer, actor)
    INCLUDE (file, n, stand, ends_at, alert_at, due_from, due_on, snoozed_until, kind, invented, agreement, responsible, takes_over, take_over_at, offered_to, unit, other_units)
    WHERE stand > 0;
CREATE INDEX work_clocks_of_stand_in ON work_clocks (employer, stand_in)
    INCLUDE (file, n, stand, ends_at, alert_at, due_from, due_on, snoozed_until, kind, actor, invented, agreement, responsible, takes_over, take_over_at, offered_to, unit, other_units)
    WHERE stand > 0 AND (takes_over = 'STAND_IN' OR responsible = 'STAND_IN');
CREATE INDEX work_clocks_offered ON work_clocks (employer, offered_to)
    WHERE stand > 0 AND offered_to <> '00000000-0000-0000-0000-000000000000';
CREATE INDEX work_clocks_by_unit ON work_clocks (employer, unit, stand, ends_at, file, n)
    INCLUDE (alert_at, due_from, snoozed_until, kind, agreement, responsible, takes_over, take_over_at) WHERE stand > 0 AND unit <> '';
CREATE INDEX work_clocks_by_other_units ON work_clocks (employer, stand, ends_at, file, n)
    INCLUDE (alert_at, due_from, snoozed_until, kind, agreement, responsible, takes_over, take_over_at, other_units) WHERE stand > 0 AND other_units <> '{}';
DROP INDEX work_clocks_put_away;
CREATE INDEX work_clocks_put_away ON work_clocks (employer, snoozed_until)
    INCLUDE (stand, ends_at, kind, agreement, responsible, takes_over, take_over_at, unit, other_units) WHERE stand > 0 AND snoozed_until IS NOT NULL;

-- For how long the terms of one agreement are due soon or due, at most and at least: mostly
-- these are one, so what runs begins where what is due soon ends.
CREATE INDEX work_clocks_alert_of_agreement ON work_clocks (employer, agreement, stand, coalesce(alert_for, '0'::interval)) WHERE stand > 0 AND too_late IS NOT NULL;

UPDATE work_files SET position = 0;
DELETE FROM dead_letters WHERE name = 'clocks';
DELETE FROM consumers WHERE name = 'clocks';
