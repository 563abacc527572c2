package postgres

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// insertKeyringsSQL cuts each row's lists out of one long list of all keys:
// unnest would flatten arrays of arrays, and arrays in text form cost a third
// more.
const insertKeyringsSQL = `
INSERT INTO keyrings (ring, parent, employer, ids, kinds, subjects, purposes, wrapped)
SELECT ring, parent, employer,
    ($6::uuid[])[first:last], ($7::text[])[first:last], ($8::uuid[])[first:last], ($9::text[])[first:last], ($10::bytea[])[first:last]
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[]) AS r (ring, parent, employer, first, last)`

// keyrings gathers data keys by ring, in the order in which the rings begin.
func keyrings(keys []eventlog.DataKey) [][]eventlog.DataKey {
	var rings [][]eventlog.DataKey
	at := make(map[uuid.UUID]int, 1)
	for _, k := range keys {
		ring := eventlog.Ring(k.ID)
		i, begun := at[ring]
		if !begun {
			i, at[ring] = len(rings), len(rings)
			rings = append(rings, nil)
		}
		rings[i] = append(rings[i], k)
	}
	return rings
}

func queueKeyrings(b *pgx.Batch, rings [][]eventlog.DataKey) {
	b.Queue(insertKeyringsSQL, keyringArguments(rings)...)
}

// keyringArguments gives a row for each ring. Two commands that bring the same
// ring are two rows: the database objects to the second, whose keys would
// otherwise lie under the parent and the employer of the first.
func keyringArguments(rings [][]eventlog.DataKey) []any {
	n, keys := len(rings), 0
	for _, ring := range rings {
		keys += len(ring)
	}
	ids, parents, employers, firsts, lasts := newIDs(n), newIDs(n), newIDs(n), newNumbers(n), newNumbers(n)
	c := newKeyColumns(keys)
	for _, ring := range rings {
		ids.id(eventlog.Ring(ring[0].ID))
		parents.id(ring[0].Parent)
		employers.id(ring[0].Employer)
		firsts.number(int64(c.ids.count + 1))
		c.add(ring)
		lasts.number(int64(c.ids.count))
	}
	return []any{ids, parents, employers, firsts, lasts, c.ids, c.kinds, c.subjects, c.purposes, c.wrapped}
}

// keyColumns is keys by column.
type keyColumns struct{ ids, kinds, subjects, purposes, wrapped *column }

func newKeyColumns(n int) keyColumns {
	return keyColumns{ids: newIDs(n), kinds: newTexts(n, 8), subjects: newIDs(n), purposes: newTexts(n, 8), wrapped: newBinary(n, 64)}
}

func (c *keyColumns) add(keys []eventlog.DataKey) {
	for i := range keys {
		k := &keys[i]
		c.ids.id(k.ID)
		c.kinds.text(k.Kind)
		c.subjects.id(k.Subject)
		c.purposes.text(k.Purpose)
		c.wrapped.bytes(k.Wrapped)
	}
}
