-- One row for all data keys that an append brings, instead of a row each: a
-- report seals under three, and their rows and indexes were a third of what it
-- cost to record it. Each key is still wrapped, found and destroyed by itself.
--
-- Locks: the old table of keys, while it is copied and dropped; nobody can
-- append meanwhile. When it stops halfway nothing is left behind; run it again.

CREATE TABLE keyrings (
    ring         uuid PRIMARY KEY, -- what the ids of its keys share: an id with its last byte zero
    parent       uuid NOT NULL, -- the key they are wrapped under; zero: the master key
    employer     uuid NOT NULL,
    ids          uuid[] NOT NULL,
    kinds        text[] NOT NULL,
    subjects     uuid[] NOT NULL,
    purposes     text[] NOT NULL,
    wrapped      bytea[] NOT NULL, -- NULL in the place of a key that was destroyed
    destroyed_at timestamptz, -- when the last of them was
    CHECK (cardinality(ids) > 0
        AND cardinality(ids) = cardinality(kinds)
        AND cardinality(ids) = cardinality(subjects)
        AND cardinality(ids) = cardinality(purposes)
        AND cardinality(ids) = cardinality(wrapped)),
    CHECK ((array_position(wrapped, NULL) IS NULL) = (destroyed_at IS NULL))
);
-- There is no index by subject: to destroy reads the whole table, which takes
-- seconds for millions, and every report would pay for an index.

-- Two employer keys would mean two blind indexes, of which each finds half.
CREATE UNIQUE INDEX keyrings_one_per_employer ON keyrings (employer, (kinds[1]))
    WHERE kinds[1] IN ('employer', 'store');

INSERT INTO keyrings (ring, parent, employer, ids, kinds, subjects, purposes, wrapped, destroyed_at)
SELECT encode(set_byte(uuid_send(id), 15, 0), 'hex')::uuid, parent, employer,
    array_agg(id ORDER BY id), array_agg(kind ORDER BY id), array_agg(subject ORDER BY id),
    array_agg(purpose ORDER BY id), array_agg(wrapped ORDER BY id), max(destroyed_at)
FROM keys
GROUP BY 1, parent, employer;

DROP FUNCTION append_alone;
DROP TABLE keys;

GRANT SELECT, INSERT ON keyrings TO ruggensteun_app;

-- The lane for one command, as in 0003_append_alone.sql, which tells what it
-- relies on; only how it keeps the keys is new.
CREATE FUNCTION append_alone(
    lock_key bigint, max_step interval,
    for_employer uuid, to_stream text, expected bigint,
    ids uuid[], types text[], payloads bytea[], metadatas bytea[],
    key_token bytea, key_body bytea,
    for_ring uuid, ring_parent uuid, key_ids uuid[], key_kinds text[], key_subjects uuid[], key_purposes text[], key_wrapped bytea[],
    mark_employers uuid[], mark_kinds text[], mark_tokens bytea[], mark_subjects uuid[],
    channel text
) RETURNS TABLE (outcome text, first_position bigint, last_position bigint, new_versions bigint[], at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    tail record;
    known record;
    owner_of_stream uuid;
    now_at timestamptz;
    head bigint := 0;
    before bytea := decode(repeat('00', 32), 'hex');
    current_version bigint;
    content bytea;
    text_of_stream bytea := convert_to(to_stream, 'UTF8');
    text_of_type bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(lock_key);

    IF key_token IS NOT NULL THEN
        SELECT c.body, c.first, c.last, c.versions INTO known FROM commands c WHERE c.token = key_token;
        IF FOUND THEN
            RETURN QUERY SELECT CASE WHEN known.body = key_body THEN 'replayed' ELSE 'key_reused' END,
                known.first, known.last, known.versions,
                (SELECT e.recorded_at FROM events e WHERE e.position = known.first);
            RETURN;
        END IF;
    END IF;

    SELECT s.version, s.employer INTO current_version, owner_of_stream FROM streams s WHERE s.stream = to_stream;
    current_version := coalesce(current_version, 0);
    IF owner_of_stream <> for_employer THEN
        RETURN QUERY SELECT 'not_yours', 0::bigint, 0::bigint, NULL::bigint[], NULL::timestamptz;
        RETURN;
    END IF;
    IF expected >= 0 AND expected <> current_version THEN
        RETURN QUERY SELECT 'conflict', 0::bigint, 0::bigint, ARRAY[current_version], NULL::timestamptz;
        RETURN;
    END IF;

    IF cardinality(mark_kinds) > 0 AND EXISTS (
        SELECT FROM unnest(mark_employers, mark_kinds, mark_tokens, mark_subjects) AS a (employer, kind, token, subject)
        JOIN marks AS m USING (employer, kind, token)
        WHERE m.subject <> a.subject)
    THEN
        RETURN QUERY SELECT 'mark_taken', 0::bigint, 0::bigint, NULL::bigint[], NULL::timestamptz;
        RETURN;
    END IF;

    now_at := clock_timestamp();
    SELECT e.position, e.hash, e.recorded_at INTO tail FROM events e ORDER BY e.position DESC LIMIT 1;
    IF FOUND THEN
        head := tail.position;
        before := tail.hash;
        IF now_at < tail.recorded_at - max_step THEN
            RETURN QUERY SELECT 'clock_behind', 0::bigint, 0::bigint, NULL::bigint[], now_at;
            RETURN;
        END IF;
        now_at := greatest(now_at, tail.recorded_at);
    END IF;

    FOR i IN 1 .. cardinality(ids) LOOP
        content := sha256(payloads[i]);
        text_of_type := convert_to(types[i], 'UTF8');
        before := sha256(before || '\x52475331'::bytea
            || int8send(head + i)
            || int8send((extract(epoch FROM now_at) * 1000000)::bigint)
            || int8send(current_version + i)
            || uuid_send(ids[i]) || uuid_send(for_employer)
            || content || sha256(metadatas[i])
            || int2send(octet_length(text_of_stream)::int2) || text_of_stream
            || int2send(octet_length(text_of_type)::int2) || text_of_type);
        INSERT INTO events (position, employer, stream, version, id, type, recorded_at, payload, metadata, payload_hash, hash)
        VALUES (head + i, for_employer, to_stream, current_version + i, ids[i], types[i], now_at,
                payloads[i], metadatas[i], content, before);
    END LOOP;

    IF current_version = 0 THEN
        INSERT INTO streams (stream, employer, version) VALUES (to_stream, for_employer, cardinality(ids));
    ELSE
        UPDATE streams s SET version = current_version + cardinality(ids) WHERE s.stream = to_stream;
    END IF;
    IF key_token IS NOT NULL THEN
        INSERT INTO commands (token, body, first, last, versions)
        VALUES (key_token, key_body, head + 1, head + cardinality(ids), ARRAY[current_version + cardinality(ids)]);
    END IF;
    IF for_ring IS NOT NULL THEN
        INSERT INTO keyrings (ring, parent, employer, ids, kinds, subjects, purposes, wrapped)
        VALUES (for_ring, ring_parent, for_employer, key_ids, key_kinds, key_subjects, key_purposes, key_wrapped);
    END IF;
    IF cardinality(mark_kinds) > 0 THEN
        INSERT INTO marks (employer, kind, token, subject)
        SELECT a.employer, a.kind, a.token, a.subject
        FROM unnest(mark_employers, mark_kinds, mark_tokens, mark_subjects) AS a (employer, kind, token, subject)
        ON CONFLICT DO NOTHING; -- the same mark for the same subject, from before
    END IF;
    PERFORM pg_notify(channel, (head + cardinality(ids))::text);

    RETURN QUERY SELECT 'recorded', head + 1, head + cardinality(ids), ARRAY[current_version + cardinality(ids)], now_at;
END $$;

REVOKE EXECUTE ON FUNCTION append_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_alone TO ruggensteun_app;
