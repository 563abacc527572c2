-- Who is known to hold a role at an employer now: what was said last of each, by role, without walking
-- through every day on which it was said. And that somebody was made known before he signed in stands in
-- the log of authentication.
--
-- Locks: role_held and authlog, while an index is made and the lines that there are are looked at once:
-- seconds for a million. When it stops halfway nothing is left behind; run it again.

CREATE INDEX role_held_last ON role_held (employer, split_part(role, ':', 1), actor, role, id DESC);

ALTER TABLE authlog DROP CONSTRAINT authlog_what_check;
ALTER TABLE authlog ADD CONSTRAINT authlog_what_check
    CHECK (what IN ('signed-in', 'signed-out', 'role-chosen', 'not-admitted', 'refused', 'introduced'));
-- What happened on the latest days is counted, of whoever.
CREATE INDEX authlog_by_time ON authlog (at);
