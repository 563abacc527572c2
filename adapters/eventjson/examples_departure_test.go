package eventjson_test

import (
	"strings"
	"testing"
	"time"

	"slices"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
)

func examplesOfDepartures() map[string]decider.Event {
	at, hash := time.Date(2026, 11, 27, 14, 0, 0, 123456000, time.UTC), strings.Repeat("0f", 32)
	return map[string]decider.Event{
		"departure.asked.v1":     departure.Asked{Export: hash, By: exampleSuspect, Role: "registrar", At: at},
		"departure.received.v1":  departure.Received{Export: hash, By: exampleSuspect, At: at},
		"departure.withdrawn.v1": departure.Withdrawn{By: exampleSuspect, Role: "operator", At: at},
		"departure.confirmed.v1": departure.Confirmed{
			Export: hash, By: exampleCase, Links: []uuid.UUID{exampleIncident}, Backups: []certificate.Backup{{Name: "nachtelijk", Until: "2026-12-27"}}, At: at,
		},
		departure.ErasedType:    departure.EverythingErased{Keys: 1234, At: at},
		"departure.finished.v1": departure.Finished{Certificate: exampleCase, Removed: 10, Kept: 20, Marks: 3, Documents: 2, Rows: 7, Sessions: 1, At: at},
	}
}

func anyDeparture() *rapid.Generator[decider.Event] {
	n := rapid.IntRange(0, 1<<40)
	return either(
		func(t *rapid.T) decider.Event {
			return departure.Asked{Export: anyText.Draw(t, "export"), By: anyID.Draw(t, "by"), Role: access.Role(anyText.Draw(t, "role")), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return departure.Received{Export: anyText.Draw(t, "export"), By: anyID.Draw(t, "by"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return departure.Withdrawn{By: anyID.Draw(t, "by"), Role: access.Role(anyText.Draw(t, "role")), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return departure.Confirmed{Export: anyText.Draw(t, "export"), By: anyID.Draw(t, "by"), Links: some(anyID).Draw(t, "links"), Backups: some(rapid.Custom(func(t *rapid.T) certificate.Backup {
				return certificate.Backup{Name: anyText.Draw(t, "name"), Until: anyText.Draw(t, "until")}
			})).Draw(t, "backups"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return departure.EverythingErased{Keys: n.Draw(t, "keys"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return departure.Finished{
				Certificate: anyID.Draw(t, "certificate"), Removed: n.Draw(t, "removed"), Kept: n.Draw(t, "kept"), Marks: n.Draw(t, "marks"),
				Documents: n.Draw(t, "documents"), Rows: n.Draw(t, "rows"), Sessions: n.Draw(t, "sessions"), At: anyInstant.Draw(t, "at"),
			}
		},
	)
}

// TestWhatFiguresRestOnIsNamed holds the list of types of which payloads stay when an employer
// leaves against an example of every type that was ever written: one that is lacking would take
// rows along, and one too many would leave something behind.
func TestWhatFiguresRestOnIsNamed(t *testing.T) {
	t.Parallel()
	var rest []string
	for name, body := range examples() {
		if !eventjson.Written(typeOf(name)) && body == nil {
			continue
		}
		stream := eventlog.Stream{Category: strings.SplitN(typeOf(name), ".", 2)[0], ID: exampleCase}
		if name := typeOf(name); touches(projections.Event{Position: 1, Stream: stream, Version: 1, Employer: exampleEmployer, Body: body}) && !slices.Contains(rest, name) {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	if !slices.Equal(rest, facts.Rests) {
		t.Errorf("rows follow from\n\t%q,\nand facts.Rests names\n\t%q", rest, facts.Rests)
	}
}

func touches(e projections.Event) bool {
	return slices.ContainsFunc(facts.Projection.Tables, func(table projections.Table) bool {
		touched := table.Touches(e)
		return len(touched.Keys)+len(touched.Parents) > 0
	})
}
