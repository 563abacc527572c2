package postgres_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
)

func TestSmoke(t *testing.T) {
	db := postgrestest.New(t)
	for _, one := range []bool{false, true} {
		log := postgres.OpenLog(db.DB, postgres.LogOptions{OneLane: one})
		defer log.Close()
		emp := uuid.New()
		s := eventlog.Stream{Category: "incident", ID: uuid.New()}
		a := eventlog.Append{Employer: emp, Changes: []eventlog.Change{{Stream: s, Events: []eventlog.Proposed{
			{ID: uuid.New(), Type: "a.b.v1", Payload: []byte("{}"), Metadata: []byte("{}")},
			{ID: uuid.New(), Type: "a.b.v1", Payload: []byte("{1}"), Metadata: []byte("{}")}}}},
			Key: &eventlog.Key{Token: eventlog.Hash{1}}}
		if one {
			a.Key.Token[0] = 2
		}
		r, err := log.Append(t.Context(), a)
		t.Log(r, err)
		r, err = log.Append(t.Context(), a)
		t.Log(r, err)
		a.Key = nil
		r, err = log.Append(t.Context(), a)
		t.Log(r, err)
		ev, err := log.Read(t.Context(), 0, 100)
		t.Log(len(ev), err)
		var v eventlog.Verifier
		for _, e := range ev {
			v.Next(e)
		}
		t.Log("findings", v.Findings())
		h, err := log.Await(t.Context(), 0)
		t.Log(h, err)
	}
}
