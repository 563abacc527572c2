-- When the file of a table was last written anew without the rows that were destroyed before. A row
-- stands here once that is certain: a certificate says so by it, and never before.
-- And the server no longer copies wrapped keys and payloads into its own samples (pg_statistic),
-- where they would stay when they are destroyed. A change of type to the same drops those it has.
--
-- Locks: keyrings and events, while they are read once. When it stops halfway nothing is left
-- behind; run it again.

ALTER TABLE keyrings ALTER COLUMN wrapped SET STATISTICS 0, ALTER COLUMN wrapped TYPE bytea[];
ALTER TABLE events ALTER COLUMN payload SET STATISTICS 0, ALTER COLUMN payload TYPE bytea;
ALTER TABLE blobs ALTER COLUMN sealed SET STATISTICS 0; -- another type would undo its STORAGE

CREATE TABLE rewritten (
    relation text COLLATE "C" NOT NULL, -- with its schema
    position bigint NOT NULL, -- what the log said was destroyed up to here is in the file no more
    boundary xid8   NOT NULL, -- no row that a transaction before this one destroyed was taken over
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (relation, boundary)
);
GRANT SELECT ON rewritten TO ruggensteun_app;

CREATE FUNCTION refuse_change_of_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'that a file was written anew stays on record' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER rewritten_stays BEFORE UPDATE OR DELETE ON rewritten
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_rewritten();
CREATE TRIGGER rewritten_stays_whole BEFORE TRUNCATE ON rewritten
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_rewritten();
