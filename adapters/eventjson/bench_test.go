package eventjson_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

const pageOf = 5000

// typical is a report with one worker and a narrative, as most are.
func typical() incident.Registered {
	e := examples()["incident.registered.v2"].(incident.Registered)
	id := uuid.New()
	e.Workers = []incident.Worker{{Person: id, Identity: person.Of(person.Identity{Name: "J. Jansen", StaffNumber: id.String()}), Health: person.Of(person.Health{Injury: "I1"})}}
	e.Narrative = person.Of("Man werd boos toen hij moest wachten, schold de collega uit en sloeg hem daarna op de arm.")
	return e
}

func BenchmarkEncode(b *testing.B) {
	w := newWorld(b, vault.Source{})
	codec, events := w.codec(), []decider.Event{typical()}
	for b.Loop() {
		if _, err := codec.Encode(context.Background(), incident.Stream(exampleIncident), events, w.request()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// Keys are cached after the first round, but for the last reader, for whom time
// flies: each page reads and unlocks them anew, as a rebuild does.
func BenchmarkDecode(b *testing.B) {
	now, step := time.Now(), time.Duration(0)
	w := newWorld(b, vault.Source{Now: func() time.Time { now = now.Add(step); return now }})
	events := make([]decider.Event, pageOf)
	for i := range events {
		events[i] = typical()
	}
	list := w.record(b, events...)
	health := []person.Purpose{person.ForHealth}
	readers := []struct {
		name  string
		opens []person.Purpose
		step  time.Duration
	}{{"nothing opened", nil, 0}, {"health opened", health, 0}, {"all opened", person.Purposes(), 0}, {"health opened, no key cached", health, vault.KeyLifetime}}
	for _, r := range readers {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			step = r.step
			codec := w.codec(r.opens...)
			for b.Loop() {
				if _, err := codec.Decode(context.Background(), list); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(pageOf*b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
