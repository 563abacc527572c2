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
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::integer[]) AS r (ring, parent, employer, first, last)`

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

func queueKeyrings(b *pgx.Batch, keys []eventlog.DataKey) {
	b.Queue(insertKeyringsSQL, keyringArguments(keys)...)
}

func keyringArguments(keys []eventlog.DataKey) []any {
	rings := keyrings(keys)
	n := len(rings)
	ids, parents, employers := make([][16]byte, n), make([][16]byte, n), make([][16]byte, n)
	firsts, lasts := make([]int32, n), make([]int32, n)
	c, cut := newKeyColumns(len(keys)), int32(0)
	for i, ring := range rings {
		ids[i], parents[i], employers[i] = eventlog.Ring(ring[0].ID), ring[0].Parent, ring[0].Employer
		firsts[i], lasts[i] = cut+1, cut+int32(len(ring))
		cut = lasts[i]
		c.add(ring)
	}
	return []any{ids, parents, employers, firsts, lasts, c.ids, c.kinds, c.subjects, c.purposes, c.wrapped}
}

// keyColumns is keys by column.
type keyColumns struct {
	ids, subjects   [][16]byte
	kinds, purposes []string
	wrapped         [][]byte
}

func newKeyColumns(n int) keyColumns {
	return keyColumns{
		ids: make([][16]byte, 0, n), subjects: make([][16]byte, 0, n),
		kinds: make([]string, 0, n), purposes: make([]string, 0, n),
		wrapped: make([][]byte, 0, n),
	}
}

func (c *keyColumns) add(keys []eventlog.DataKey) {
	for i := range keys {
		k := &keys[i]
		c.ids = append(c.ids, k.ID)
		c.kinds = append(c.kinds, k.Kind)
		c.subjects = append(c.subjects, k.Subject)
		c.purposes = append(c.purposes, k.Purpose)
		c.wrapped = append(c.wrapped, k.Wrapped)
	}
}
