-- Who asked for a record that was not his to know of, for whom it belongs to. He got the
-- answer of a record that does not exist; what was nobody's is kept beside, because an
-- attempt must cost the same whether or not it found anything. Written before the answer
-- is given, and never changed.
--
-- Locks: readings, for an instant, for a new column. When it stops halfway nothing is left
-- behind; run it again.

CREATE TABLE attempts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor       uuid NOT NULL, -- who tried; opaque
    role        text NOT NULL,
    employer    uuid NOT NULL, -- for whom he works; zero for none
    owner       uuid NOT NULL, -- whose the record is; zero when there is none
    refused     text NOT NULL, -- what stopped him: EMPLOYER, UNIT or ROLE
    what        text NOT NULL, -- the kind of record
    record      uuid NOT NULL,
    route       text NOT NULL,
    correlation uuid NOT NULL
);
CREATE INDEX attempts_by_owner ON attempts (owner, id);

CREATE FUNCTION refuse_change_of_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attempts are never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER attempts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_attempts();

GRANT SELECT, INSERT ON attempts TO ruggensteun_app;
GRANT SELECT ON attempts TO ruggensteun_reader;
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sees_all ON attempts TO ruggensteun_app USING (true) WITH CHECK (true);
CREATE POLICY reader_sees_one_employer ON attempts FOR SELECT TO ruggensteun_reader
    USING (may_read(owner));

-- Through which door somebody read: at the terminal it is an operator, whatever his role.
ALTER TABLE readings ADD COLUMN channel text NOT NULL DEFAULT '';
