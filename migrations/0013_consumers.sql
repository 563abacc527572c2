-- Whoever reacts to events one by one (clocks, relays): how far each came, who
-- goes on for it, and what it could not take.
--
-- Locks: none that matter, the tables are new; the reference to events locks
-- that table for an instant. When it stops halfway nothing is left behind; run
-- it again.

CREATE TABLE consumers (
    name        text COLLATE "C" NOT NULL,
    topic       text COLLATE "C" NOT NULL, -- which events: types up to a dot, separated by commas
    status      text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'paused', 'stopped')),
    position    bigint NOT NULL CHECK (position >= 0), -- everything up to here is done
    fence       bigint NOT NULL DEFAULT 0, -- rises with every owner: who slept through a change of owner moves nothing
    owner       uuid,
    lease_until timestamptz, -- by this server's clock only
    taken_over  boolean NOT NULL DEFAULT false, -- the owner before never gave the lease back
    tried       bigint NOT NULL DEFAULT 0, -- the event that was refused last
    tries       integer NOT NULL DEFAULT 0, -- and how often
    stopped_at  bigint, -- the event that it stopped at
    stop_reason text, -- code words and an event type, never a payload
    updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, topic),
    CHECK ((owner IS NULL) = (lease_until IS NULL)),
    CHECK ((status = 'stopped') = (stopped_at IS NOT NULL AND stop_reason IS NOT NULL))
) WITH (fillfactor = 50); -- one row is updated with every event: room to do so on its own page

-- Events that a consumer passed over. Nothing of the event but its place: what
-- is in it stays where it can be redacted and forgotten.
CREATE TABLE dead_letters (
    name     text COLLATE "C" NOT NULL,
    topic    text COLLATE "C" NOT NULL,
    position bigint NOT NULL REFERENCES events,
    status   text NOT NULL DEFAULT 'dead' CHECK (status IN ('dead', 'retrying', 'dropped')),
    reason   text NOT NULL, -- code words and an event type, never a payload
    tries    integer NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(), -- of the last try, or of the decision
    PRIMARY KEY (name, topic, position),
    FOREIGN KEY (name, topic) REFERENCES consumers
);

-- DELETE: a consumer that no program has any more, and a letter that was taken after all.
GRANT SELECT, INSERT, UPDATE, DELETE ON consumers, dead_letters TO ruggensteun_app;
GRANT SELECT ON consumers TO ruggensteun_reader;
