package triage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/triage"
	"ruggensteun/projections"
	"ruggensteun/projections/facts/factstest"
	list "ruggensteun/projections/triage"
)

func TestALineFollowsItsNotice(t *testing.T) {
	t.Parallel()
	id, noon := uuid.UUID{1}, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	came := triage.Received{Employer: uuid.UUID{2}, Regime: "AVG", Waiting: triage.Waiting{Reason: "SEVERAL"}}
	row := func(state triage.State, reason codes.Code) list.Notice {
		return list.Notice{State: state, Reason: reason, Regime: "AVG", Since: noon}
	}
	open := row(triage.Open, "SEVERAL")
	for name, c := range map[string]struct {
		events []decider.Event
		want   []list.Notice // every version
	}{
		"it came":                                  {[]decider.Event{came}, []list.Notice{open}},
		"a file corrected it":                      {[]decider.Event{came, triage.Corrected{Waiting: triage.Waiting{Reason: "NO_NUMBER"}}}, []list.Notice{open, row(triage.Open, "NO_NUMBER")}},
		"for the same reason":                      {[]decider.Event{came, triage.Corrected{Waiting: came.Waiting}}, []list.Notice{open}},
		"it was told in a case":                    {[]decider.Event{came, triage.Matched{Case: uuid.UUID{3}}}, []list.Notice{open, row(triage.Placed, "SEVERAL")}},
		"it was set aside, and reopened":           {[]decider.Event{came, triage.SetAside{}, triage.Reopened{}}, []list.Notice{open, row(triage.Aside, "SEVERAL"), open}},
		"it was set aside, and corrected":          {[]decider.Event{came, triage.SetAside{}, triage.Corrected{Waiting: came.Waiting}}, []list.Notice{open, row(triage.Aside, "SEVERAL"), open}},
		"its import was undone":                    {[]decider.Event{came, triage.TakenBack{}}, []list.Notice{open, row(triage.Undone, "SEVERAL")}},
		"what it said was forgotten":               {[]decider.Event{came, triage.Erased{Purpose: person.ForProsecution}}, []list.Notice{open}},
		"its beginning was removed by a redaction": {[]decider.Event{nil, triage.SetAside{}}, nil},
	} {
		var events []projections.Event
		for i, body := range c.events {
			events = append(events, projections.Event{Position: eventlog.Position(i + 1), Stream: triage.Stream(id), Employer: uuid.UUID{2}, RecordedAt: noon, Body: body})
		}
		var got []list.Notice
		for _, v := range factstest.Fold(list.Notices, events) {
			got = append(got, v.Row)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
