-- Who read what, and why. Written before the answer is given. Like events, a
-- reading is never changed; unlike events it is not chained, because it says
-- nothing about anybody's case.
--
-- Locks: none that matter, the table is new. When it stops halfway nothing is
-- left behind; run it again.

CREATE TABLE readings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor       uuid NOT NULL,
    role        text NOT NULL,
    employer    uuid NOT NULL, -- the reader's; zero for whoever works for none
    purpose     text NOT NULL,
    what        text NOT NULL, -- "incident", "employer" or the name of a view
    subject     uuid NOT NULL, -- which one; zero for a view
    personal    boolean NOT NULL, -- names, injuries or free text were in the answer
    position    bigint NOT NULL, -- the answer was as known here
    correlation uuid NOT NULL
);
CREATE INDEX readings_by_subject ON readings (subject, at);

CREATE FUNCTION refuse_change_of_readings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'readings are never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER readings_stay BEFORE UPDATE OR DELETE ON readings
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_readings();
CREATE TRIGGER readings_stay_all BEFORE TRUNCATE ON readings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_readings();

GRANT SELECT, INSERT ON readings TO ruggensteun_app;
