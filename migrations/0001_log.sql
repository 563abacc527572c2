-- The log: one list of events in commit order, and what commits with it.
--
-- Locks: none that matter, the tables are new. When it stops halfway nothing
-- is left behind; run it again.

CREATE TABLE store (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one), -- exactly one row
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    epoch      bigint NOT NULL DEFAULT 1, -- rises after a restore, so that followers notice that positions were used twice
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    master     bytea -- fingerprint of the master key; NULL until the first key is made
);
INSERT INTO store DEFAULT VALUES;

CREATE TABLE events (
    position     bigint PRIMARY KEY CHECK (position > 0),
    employer     uuid NOT NULL, -- zero: the store's own
    stream       text COLLATE "C" NOT NULL,
    version      bigint NOT NULL CHECK (version > 0),
    id           uuid NOT NULL UNIQUE,
    type         text COLLATE "C" NOT NULL,
    recorded_at  timestamptz NOT NULL,
    payload      bytea, -- bytea, not jsonb, which would render it anew; NULL after a recorded redaction
    metadata     bytea NOT NULL,
    payload_hash bytea NOT NULL CHECK (octet_length(payload_hash) = 32),
    hash         bytea NOT NULL CHECK (octet_length(hash) = 32),
    UNIQUE (stream, version)
);

-- A time maps to one position ("as known at"). recorded_at never falls, so a
-- binary search over the primary key finds it; an index would cost every append.
CREATE FUNCTION position_at(asked timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    low bigint := 0;
    high bigint := (SELECT coalesce(max(position), 0) FROM events);
    middle bigint;
BEGIN
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        IF (SELECT recorded_at FROM events WHERE position = middle) <= asked THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN low;
END $$;

-- Where each stream stands, so that an append need not read the events.
CREATE TABLE streams (
    stream   text COLLATE "C" PRIMARY KEY,
    employer uuid NOT NULL, -- a stream never changes hands
    version  bigint NOT NULL
) WITH (fillfactor = 70);

-- Outcomes by idempotency key. Both hashes are keyed (HMAC).
CREATE TABLE commands (
    token    bytea PRIMARY KEY CHECK (octet_length(token) = 32),
    body     bytea NOT NULL CHECK (octet_length(body) = 32),
    first    bigint NOT NULL,
    last     bigint NOT NULL CHECK (last >= first),
    -- of each stream, in the order of the command; not all of them got events
    versions bigint[] NOT NULL
);

-- Which payloads were removed, by which event. The row is written before the
-- payload goes; the trigger below insists on it.
CREATE TABLE redactions (
    position    bigint PRIMARY KEY REFERENCES events,
    recorded_by bigint NOT NULL REFERENCES events,
    CHECK (recorded_by > position)
);

CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
        AND NEW.payload IS NULL
        AND (NEW.position, NEW.employer, NEW.stream, NEW.version, NEW.id, NEW.type,
             NEW.recorded_at, NEW.metadata, NEW.payload_hash, NEW.hash)
          = (OLD.position, OLD.employer, OLD.stream, OLD.version, OLD.id, OLD.type,
             OLD.recorded_at, OLD.metadata, OLD.payload_hash, OLD.hash)
        AND EXISTS (SELECT FROM redactions r WHERE r.position = OLD.position)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are never changed: record a redaction, or append a correction'
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events();
CREATE TRIGGER events_stay_all BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();
