-- Keys and the blind index. They commit with the events that need them, and
-- live apart from the log so that a key can be destroyed.
--
-- Locks: none that matter, the tables are new. When it stops halfway nothing
-- is left behind; run it again.

CREATE TABLE keys (
    id           uuid PRIMARY KEY,
    parent       uuid NOT NULL, -- the key it is wrapped under; zero: the master key
    employer     uuid NOT NULL,
    kind         text NOT NULL,
    subject      uuid NOT NULL,
    purpose      text NOT NULL,
    wrapped      bytea, -- NULL: destroyed
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE INDEX keys_by_subject ON keys (subject, purpose, kind, employer);
-- Two employer keys would mean two blind indexes, of which each finds half.
CREATE UNIQUE INDEX keys_one_per_employer ON keys (employer, kind) WHERE kind IN ('employer', 'store');

CREATE TABLE marks (
    employer uuid NOT NULL,
    kind     text NOT NULL,
    token    bytea NOT NULL CHECK (octet_length(token) = 32),
    subject  uuid NOT NULL,
    PRIMARY KEY (employer, kind, token)
);
