-- Where the log says that somebody or something is forgotten. Events of suspects and
-- incidents say so in their own streams, of which there are as many as there are
-- records: without this a read model would look through all of them each time it
-- takes up its work. It holds erasures only, so other events do not pay for it.
--
-- Locks: appends wait while the log is read once, a second or two per million
-- events. When it stops halfway nothing is left behind; run it again.

CREATE INDEX events_erasing ON events (position) WHERE type LIKE '%\_erased.v1';
