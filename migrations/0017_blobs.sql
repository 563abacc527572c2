-- Documents, sealed before they come here. The key of each is in the event that
-- names it, in parts that are sealed themselves, and never in this table.
--
-- Locks: none that matter, the table is new. When it stops halfway nothing is
-- left behind; run it again.

CREATE TABLE blobs (
    hash     bytea PRIMARY KEY, -- SHA-256 of sealed: how an event names it
    employer uuid NOT NULL,
    kept_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    sealed   bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 30 AND 10485760),
    CHECK (hash = sha256(sealed))
);
-- What is sealed does not become smaller: trying would only cost time.
ALTER TABLE blobs ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE FUNCTION refuse_change_of_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'documents are never changed: what must be forgotten becomes unreadable when its keys are destroyed'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER blobs_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON blobs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_blobs();

GRANT SELECT, INSERT ON blobs TO ruggensteun_app;
GRANT SELECT ON blobs TO ruggensteun_reader;
ALTER TABLE blobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON blobs TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON blobs FOR SELECT TO ruggensteun_reader
    USING (may_read(employer));
