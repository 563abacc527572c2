-- Who is signed in. What opens a session is not here, only its hash: a copy of
-- this table lets nobody in. No name of anybody is here either.
--
-- Sessions are not evidence: what somebody did and read stands in events and
-- readings. They come and go, so rows are deleted here.
--
-- Locks: none that matter, the tables are new. When it stops halfway nothing is
-- left behind; run it again.

CREATE TABLE sign_in_attempts (
    state    bytea PRIMARY KEY CHECK (octet_length(state) = 32),
    browser  bytea NOT NULL CHECK (octet_length(browser) = 32),
    issuer   text NOT NULL,
    nonce    text NOT NULL,
    verifier text NOT NULL,
    back     text NOT NULL CHECK (octet_length(back) <= 512),
    ends     timestamptz NOT NULL
);
CREATE INDEX sign_in_attempts_by_end ON sign_in_attempts (ends);

CREATE TABLE sessions (
    secret   bytea PRIMARY KEY CHECK (octet_length(secret) = 32),
    actor    uuid NOT NULL,
    employer uuid NOT NULL, -- zero for whoever works for none
    roles    text[] NOT NULL,
    role     text NOT NULL, -- in which he asks; empty until he chose
    issuer   text NOT NULL,
    began    timestamptz NOT NULL,
    used     timestamptz NOT NULL,
    ends     timestamptz NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (ends);

GRANT SELECT, INSERT, DELETE ON sign_in_attempts TO ruggensteun_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO ruggensteun_app;
