-- Where each read model stands, and who keeps it up to date. The read models
-- themselves are code: each revision has a schema of its own, made by
-- adapters/postgres when it is first needed.
--
-- Locks: none that matter, the tables are new. When it stops halfway nothing
-- is left behind; run it again.

CREATE TABLE projections (
    name        text COLLATE "C" NOT NULL,
    revision    integer NOT NULL CHECK (revision > 0),
    status      text NOT NULL CHECK (status IN ('running', 'paused', 'stopped', 'retired')),
    active      boolean NOT NULL, -- the revision that is being read
    schema      text COLLATE "C" NOT NULL, -- where its tables are; another one after every rebuild
    position    bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
    fence       bigint NOT NULL DEFAULT 0, -- rises with every owner: who slept through a change of owner cannot write
    owner       uuid,
    lease_until timestamptz, -- by this server's clock only
    stopped_at  bigint, -- the event that could not be projected
    stop_reason text, -- code words and an event type, never a payload
    updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, revision),
    CHECK ((owner IS NULL) = (lease_until IS NULL)),
    CHECK ((status = 'stopped') = (stopped_at IS NOT NULL AND stop_reason IS NOT NULL)),
    CHECK (active = (status <> 'retired'))
) WITH (fillfactor = 50); -- one row is updated with every batch: room to do so on its own page
CREATE UNIQUE INDEX projections_one_active ON projections (name) WHERE active;

-- Schemas that are being built, and ones that are to be dropped: those whose
-- lease has lapsed. A schema is entered here before it is made.
CREATE TABLE builds (
    schema      text COLLATE "C" PRIMARY KEY,
    projection  text COLLATE "C" NOT NULL,
    revision    integer NOT NULL,
    switches    boolean NOT NULL, -- is to be read in the end; one at a time per projection
    lease_until timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON projections TO ruggensteun_app;
GRANT SELECT, UPDATE (lease_until) ON builds TO ruggensteun_app;
GRANT SELECT ON projections, builds TO ruggensteun_reader;
