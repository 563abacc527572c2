package timeline_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/timeline"
)

// told is a history of one stream: each event on a day of November, at a position.
func history(s eventlog.Stream, from int, bodies ...decider.Event) (all []projections.Event) {
	for i, body := range bodies {
		all = append(all, projections.Event{
			Position: eventlog.Position(from + i), Version: eventlog.Version(i + 1), Stream: s, Body: body,
			RecordedAt: time.Date(2026, 11, from+i, 9, 0, 0, 0, time.UTC),
		})
	}
	return all
}

func onDay(text string) moment.Moment {
	for layout, precision := range map[string]moment.Precision{time.DateOnly: moment.Day, "2006-01": moment.Month} {
		if at, err := time.Parse(layout, text); err == nil {
			return moment.Moment{Instant: at, Precision: precision, Finer: codes.Unknown}
		}
	}
	return moment.Nothing(codes.Unknown)
}

func noticed(n byte, step codes.Code, effect, received string) prosecution.Notice {
	return prosecution.Notice{ID: uuid.UUID{15: n}, Received: onDay(received), Source: "OM", Told: person.Of(prosecution.Told{Step: step, Effect: onDay(effect)})}
}

func said(lines []timeline.Line) (all []string) {
	for _, l := range lines {
		text, _, _ := strings.Cut(l.What.NL, ":")
		all = append(all, text)
	}
	return all
}

// TestAVerdictBeforeItsSummons reads sensibly either way, with the incident, its aangifte
// and its aftercare around it.
func TestAVerdictBeforeItsSummons(t *testing.T) {
	t.Parallel()
	verdict := noticed(1, "VERDICT", "2026-10-20", "2026-11-12")
	verdict.Told.Value.Outcome = "CONV"
	wrong := noticed(3, "ARRESTED", "2026-10-01", "2026-11-14")
	histories := [][]projections.Event{
		history(incident.Stream(uuid.UUID{1}), 10, incident.Registered{Occurred: onDay("2026-09-01")}, incident.Closed{Reason: "COMPLETE"}),
		history(prosecution.Stream(uuid.UUID{2}), 12, prosecution.Opened{}, prosecution.NoticeReceived{Notice: verdict},
			prosecution.NoticeReceived{Notice: noticed(2, "SUMMONS", "2026-10-05", "2026-11-02")}, prosecution.NoticeReceived{Notice: wrong},
			prosecution.NoticeWithdrawn{ID: wrong.ID}, prosecution.VictimTold{Of: []prosecution.Revision{{}}, On: onDay("2026-11-17")}),
		history(aangifte.Stream(uuid.UUID{3}), 20, aangifte.Made{Content: aangifte.Content{On: onDay("2026-09-02")}}),
		history(aftercare.Stream(uuid.UUID{4}), 25, aftercare.StepTold{Step: person.Of(aftercare.Step{Step: "PEER", Status: "DONE", On: onDay("2026-09-01")})}),
	}
	effect := timeline.Together(histories, timeline.WithTexts, time.UTC, timeline.ByEffect)
	if diff := cmp.Diff([]string{
		"Geregistreerd", "Nazorg verteld", "Aangifte vastgelegd", "Dagvaarding", "Vonnis", "Afgesloten", "Zaak geopend", "Slachtoffer ingelicht",
	}, said(effect)); diff != "" {
		t.Errorf("by effect (-want +got):\n%s", diff)
	}
	if l := effect[4]; l.What.EN != "Judgment: conviction; public prosecution service; received: 2026-11-12" || l.On.NL != "2026-10-20" || l.Of != "prosecution" {
		t.Errorf("%+v on %v", l, l.On)
	}
	receipt := timeline.Together(histories, timeline.WithTexts, time.UTC, timeline.ByReceipt)
	if diff := cmp.Diff([]string{
		"Bericht ontvangen", "Geregistreerd", "Afgesloten", "Zaak geopend", "Bericht ontvangen", "Bericht ontvangen", "Bericht ingetrokken",
		"Slachtoffer ingelicht", "Aangifte vastgelegd", "Nazorg verteld",
	}, said(receipt)); diff != "" {
		t.Errorf("by receipt (-want +got):\n%s", diff)
	}
	if !strings.Contains(receipt[0].What.NL, "dagvaarding") || receipt[0].On.NL != "2026-11-02" {
		t.Errorf("the summons was heard first, and its day is that on which it was: %s on %s", receipt[0].What.NL, receipt[0].On.NL)
	}
}

func TestWhatCannotBeReadStillHasALine(t *testing.T) {
	t.Parallel()
	sealed := noticed(1, "VERDICT", "2026-10-20", "2026-11-12")
	sealed.Told = person.Gone[prosecution.Told]()
	lines := timeline.Together([][]projections.Event{
		history(prosecution.Stream(uuid.UUID{2}), 12, prosecution.Opened{}, prosecution.NoticeReceived{Notice: sealed}, later{}, nil),
	}, timeline.WithoutTexts, time.UTC, timeline.ByEffect)
	got := said(lines)
	slices.Sort(got)
	if diff := cmp.Diff([]string{"Bericht dat niet te lezen is", "Inhoud verwijderd bij een vastgelegde redactie", "Vastgelegd", "Zaak geopend"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// later is an event of a newer program.
type later struct{}

func (later) EventType() string { return "prosecution.later.v9" }

// TestTheOrderOfReceiptChangesNoTimelineByEffect: the same notices in any order, each with
// its corrections behind it.
func TestTheOrderOfReceiptChangesNoTimelineByEffect(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		effects := []string{"2026-10", "2026-10-01", "2026-10-02", "2026-10-03", "", "2026-11-01"}
		var groups [][]decider.Event
		var places []int
		for i := range rapid.IntRange(1, 6).Draw(t, "notices") {
			draw := func() prosecution.Notice {
				return noticed(byte(i+1), rapid.SampledFrom([]codes.Code{"AANG", "SUMMONS", "VERDICT", "FINAL"}).Draw(t, "step"), rapid.SampledFrom(effects).Draw(t, "effect"), "2026-11-02")
			}
			group := []decider.Event{prosecution.NoticeReceived{Notice: draw()}}
			if rapid.Bool().Draw(t, "corrected") {
				group = append(group, prosecution.NoticeCorrected{Notice: draw()})
			}
			if rapid.IntRange(0, 3).Draw(t, "withdrawn") == 0 {
				group = append(group, prosecution.NoticeWithdrawn{ID: uuid.UUID{15: byte(i + 1)}})
			}
			for range group {
				places = append(places, i)
			}
			groups = append(groups, group)
		}
		lay := func(places []int) []string {
			next, bodies := make([]int, len(groups)), []decider.Event{prosecution.Opened{}}
			for _, i := range places {
				bodies = append(bodies, groups[i][next[i]])
				next[i]++
			}
			var all []string
			for _, l := range timeline.Together([][]projections.Event{history(prosecution.Stream(uuid.UUID{2}), 1, bodies...)}, timeline.WithTexts, time.UTC, timeline.ByEffect) {
				all = append(all, l.What.NL+" "+l.What.EN)
			}
			return all
		}
		if diff := cmp.Diff(lay(places), lay(rapid.Permutation(places).Draw(t, "order of receipt"))); diff != "" {
			t.Fatalf("the timeline by effect depends on the order of receipt:\n%s", diff)
		}
	})
}
