package api

import (
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/release"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

// theAnswer is of a release that is on record without anybody having asked a figure, where
// no month has ended.
var theAnswer = func() release.Answer {
	a := release.Answer{Question: "incident as-of 2", Text: `{"view":"figure","question":"incident as-of 2","rows":["ALL"],"columns":["ALL"],"cells":[[{"n":15}]],"row_totals":[{"n":15}],"column_totals":[{"n":15}],"total":{"n":15}}` + "\n"}
	a.Hash = release.Sum(a.Text)
	return a
}()

// release gives the path of one that waits, or is out.
func (w *world) release(waits bool) string {
	w.t.Helper()
	ctx, s := w.t.Context(), release.Stream(uuid.Must(uuid.NewV7()))
	j := decider.NewJournal(w.log, w.codec)
	head := release.Head{
		Title: release.Title{NL: "Cijfers", EN: "Figures"}, Viewer: access.ForPublic, Epoch: release.Epoch{End: noon, Position: 2}, At: noon, Due: calendar.DayOf(noon),
		Method: release.Method{Key: "key", Table: disclosure.Default().Fingerprint(), Rules: figures.Rules}, Invented: w.channel == eventlog.Demonstration,
		Concerned: []release.Concern{{Employer: w.city, Code: city}},
	}
	of, entered := []decider.Event{release.Prepared{Head: head}, release.Answered{Answer: theAnswer}}, []decider.Event{release.Entered{
		Release: s.ID, Title: head.Title, Viewer: head.Viewer, Epoch: head.Epoch, Hashes: []eventlog.Hash{theAnswer.Hash}, Invented: head.Invented, At: noon,
	}}
	if !waits {
		of, entered = append(of, release.Published{At: noon}), append(entered, release.WentOut{Release: s.ID, At: noon})
	}
	meta := eventlog.Meta{Actor: uuid.UUID{1}, Role: string(access.Analyst), Channel: w.channel, Correlation: uuid.UUID{2}}
	_, err := j.AppendAll(ctx, []decider.Share{{Stream: s, Events: of}, {Stream: release.LedgerStream(), At: eventlog.AnyVersion, Events: entered}}, decider.Request{Meta: meta})
	must(w.t, err)
	return base + "/releases/" + s.ID.String()
}

// onceAMonthEnded puts the clock on for what needs the end of a month.
func (w *world) onceAMonthEnded(path string) {
	if strings.HasPrefix(path, "/releases") {
		w.now = noon.AddDate(0, 1, 0)
	}
}

// question gives the link of one that the city keeps.
func (w *world) question() string {
	w.t.Helper()
	name := uuid.NewString()
	return w.post("/v1/questions", access.Registrar, w.city, `{"name":{"nl":"`+name+`","en":"`+name+`"},"question":"incident by place"}`).want(201).Header().Get("Location")
}
