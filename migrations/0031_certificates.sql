-- Certificates of an employer, the newest first. Streams are sorted by an id that says nothing of
-- when, so without this a list of them would be read as a whole for each page.
--
-- Locks: events for writing, as long as one reading of the table takes. An append asks for
-- nothing more than a comparison of its type. When it stops halfway nothing is left behind; run
-- it again.

CREATE INDEX events_certificates ON events (employer, position) WHERE type = 'certificate.issued.v1';
