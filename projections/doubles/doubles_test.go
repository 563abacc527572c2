package doubles_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts/factstest"
)

var one, owner = uuid.UUID{1}, uuid.UUID{0xe}

func history(bodies ...decider.Event) []projections.Event {
	var list []projections.Event
	for i, body := range bodies {
		list = append(list, projections.Event{Position: eventlog.Position(i + 1), Stream: incident.Stream(one), Employer: owner, Body: body})
	}
	return list
}

func TestATraceFollowsItsIncident(t *testing.T) {
	t.Parallel()
	minute, _ := moment.Parse("2026-11-20T23:10", amsterdam)
	day, _ := moment.Parse("2026-11-20", amsterdam)
	registered := incident.Registered{Employer: owner, Occurred: minute, Place: incident.Place{Type: codes.NotRecorded, Gemeente: "GM0599"}}
	first := doubles.Of(minute, incident.Place{Gemeente: "GM0599"})
	filled, merged, gone := first, first, first
	filled.Place, filled.Unit = "ROAD", "NRD"
	merged.Into = uuid.UUID{2}
	gone.Withdrawn = true
	for name, c := range map[string]struct {
		events []decider.Event
		want   []doubles.Trace // every version
	}{
		"registered":                     {[]decider.Event{registered}, []doubles.Trace{first}},
		"a blank place is filled in":     {[]decider.Event{registered, incident.DetailsAdded{Place: &incident.Place{Type: "ROAD", Unit: "NRD"}}}, []doubles.Trace{first, filled}},
		"a behaviour more is no matter":  {[]decider.Event{registered, incident.DetailsAdded{Behaviours: []codes.Code{"HIT"}}}, []doubles.Trace{first}},
		"the time is corrected":          {[]decider.Event{registered, incident.Corrected{Occurred: &day}}, []doubles.Trace{first, doubles.Of(day, registered.Place)}},
		"the same time told again":       {[]decider.Event{registered, incident.Corrected{Occurred: &minute}}, []doubles.Trace{first}},
		"the place is corrected":         {[]decider.Event{registered, incident.Corrected{Place: &incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "NRD"}}}, []doubles.Trace{first, filled}},
		"merged, and split again":        {[]decider.Event{registered, incident.Merged{Into: uuid.UUID{2}}, incident.SplitOff{From: uuid.UUID{2}}}, []doubles.Trace{first, merged, first}},
		"withdrawn":                      {[]decider.Event{registered, incident.Withdrawn{Reason: "MISTAKE"}}, []doubles.Trace{first, gone}},
		"removed, and told of all alike": {[]decider.Event{nil, incident.Withdrawn{Reason: "MISTAKE"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []doubles.Trace
			for _, v := range factstest.Fold(doubles.Traces, history(c.events...)) {
				if v.Key != one || v.Parent != one || v.Employer != owner {
					t.Errorf("the row is headed %+v", v.Head)
				}
				got = append(got, v.Row)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestAStretchIsAsLongAsTheTimeIsKnown, also in the night of a longer day.
func TestAStretchIsAsLongAsTheTimeIsKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"2026-11-20T23:10": time.Minute, "2026-11-20T23": time.Hour, "2026-11-20": 24 * time.Hour, "2026-11": 30 * 24 * time.Hour,
		"2026-10-25T02:30": time.Hour + time.Minute, "2026-10-25T02": 2 * time.Hour,
	} {
		m, err := moment.First(text, amsterdam)
		if err != nil {
			t.Fatal(err)
		}
		if trace := doubles.Of(m, incident.Place{}); trace.Until.Sub(*trace.From) != want {
			t.Errorf("%s lasts %s, want %s", text, trace.Until.Sub(*trace.From), want)
		}
	}
}
