package postgres

import (
	"encoding/hex"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// insertKeyringsSQL takes the lists of each row as text: unnest would flatten
// arrays of arrays.
const insertKeyringsSQL = `
INSERT INTO keyrings (ring, parent, employer, ids, kinds, subjects, purposes, wrapped)
SELECT ring, parent, employer, ids::uuid[], kinds::text[], subjects::uuid[], purposes::text[], wrapped::bytea[]
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS r (ring, parent, employer, ids, kinds, subjects, purposes, wrapped)`

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
	lists := [5][]string{}
	for i := range lists {
		lists[i] = make([]string, n)
	}
	for i, ring := range rings {
		ids[i], parents[i], employers[i] = eventlog.Ring(ring[0].ID), ring[0].Parent, ring[0].Employer
		for j, list := range textsOf(ring) {
			lists[j][i] = list
		}
	}
	return []any{ids, parents, employers, lists[0], lists[1], lists[2], lists[3], lists[4]}
}

// textsOf gives the lists of one ring in PostgreSQL's text form: ids, kinds,
// subjects, purposes and wrapped bytes. Kinds and purposes are plain words
// (eventlog.Append.Check), so nothing in them needs escaping.
func textsOf(ring []eventlog.DataKey) (lists [5]string) {
	var texts [5][]byte
	for i := range texts {
		texts[i] = append(make([]byte, 0, len(ring)*40), '{')
	}
	for i := range ring {
		k := &ring[i]
		if i > 0 {
			for j := range texts {
				texts[j] = append(texts[j], ',')
			}
		}
		texts[0] = hex.AppendEncode(texts[0], k.ID[:])
		texts[1] = append(append(append(texts[1], '"'), k.Kind...), '"')
		texts[2] = hex.AppendEncode(texts[2], k.Subject[:])
		texts[3] = append(append(append(texts[3], '"'), k.Purpose...), '"')
		texts[4] = append(hex.AppendEncode(append(texts[4], `"\\x`...), k.Wrapped), '"')
	}
	for i := range texts {
		lists[i] = string(append(texts[i], '}'))
	}
	return lists
}
