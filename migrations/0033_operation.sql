-- Whoever keeps the program running sees on a page how far a rebuild is, and stops it, whichever
-- program carries it out; and what was ordered is kept, with who ordered it.
--
-- Locks: builds, for an instant. When it stops halfway nothing is left behind; run it again.

ALTER TABLE builds
    ADD COLUMN done      bigint  NOT NULL DEFAULT 0, -- events that were folded
    ADD COLUMN total     bigint  NOT NULL DEFAULT 0,
    ADD COLUMN cancelled boolean NOT NULL DEFAULT false; -- the program that builds looks once a second
GRANT UPDATE (done, total, cancelled) ON builds TO ruggensteun_app;

-- Not in the log: it says what happened to people, and a machine has no part in that. Nothing here
-- is of an employer or about anybody but the opaque id of who ordered.
CREATE TABLE operator_orders (
    id          uuid PRIMARY KEY, -- the same for the same request sent twice
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor       uuid NOT NULL,
    what        text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL, -- of the read model or consumer
    position    bigint, -- of a dead letter
    reason      text COLLATE "C", -- a code: free text could name somebody
    ended_at    timestamptz,
    outcome     text CHECK (outcome IN ('DONE', 'CANCELLED', 'FAILED')),
    differences integer, -- of a rebuild: what was read was otherwise than the log says
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE INDEX operator_orders_at ON operator_orders (at);
GRANT SELECT, INSERT, UPDATE (ended_at, outcome, differences) ON operator_orders TO ruggensteun_app;

CREATE FUNCTION refuse_change_of_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was ordered is kept as it was' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER orders_stay BEFORE UPDATE OR DELETE ON operator_orders
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_orders();
CREATE TRIGGER orders_stay_whole BEFORE TRUNCATE ON operator_orders
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_orders();
