package timeline

import (
	"cmp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
)

// Order is how a timeline of several histories is laid out.
type Order string

const (
	// ByEffect is what happened, by when it took effect: each notice once, as it is told
	// by now, and without those that were withdrawn. In which order they came in makes no
	// difference.
	ByEffect Order = "effect"
	// ByReceipt is how it became known: every event, by the day on which it was heard.
	ByReceipt Order = "receipt"
)

// Orders are all there are.
func Orders() []Order { return []Order{ByEffect, ByReceipt} }

// Together makes one timeline of the histories of an incident or a case and all that
// belongs to it, by the clock of the employer. A reader who may not read one of them
// leaves it out.
func Together(histories [][]projections.Event, r Reading, zone *time.Location, o Order) []Line {
	var all []happening
	for _, history := range histories {
		all = append(all, happenings(history, r, zone)...)
	}
	if o == ByReceipt {
		slices.SortStableFunc(all, func(a, b happening) int {
			return cmp.Or(cmp.Compare(a.heard, b.heard), cmp.Compare(a.line.Position, b.line.Position))
		})
		return linesHeard(all)
	}
	var course []happening
	for _, history := range histories {
		course = into(course, noticesOf(history, zone))
	}
	rest := slices.DeleteFunc(all, func(h happening) bool { return h.notice != uuid.Nil })
	slices.SortStableFunc(rest, func(a, b happening) int {
		return cmp.Or(a.effect.Instant.Compare(b.effect.Instant), cmp.Compare(a.line.Position, b.line.Position))
	})
	return linesOf(into(course, rest))
}

// happening is a line with when it took effect and on which day it was heard.
type happening struct {
	line   Line
	effect moment.Moment
	heard  string    // 2006-01-02
	notice uuid.UUID // that it is about; else zero
}

func linesOf(all []happening) []Line {
	lines := make([]Line, len(all))
	for i, h := range all {
		lines[i] = h.told()
		if h.effect.Known() {
			on := when(h.effect)
			lines[i].On = &on
		}
	}
	return lines
}

func (h happening) told() Line {
	if h.notice != uuid.Nil {
		h.line.Notice = &h.notice
	}
	return h.line
}

// linesHeard has the day on which each was heard: since when it holds is in its words.
func linesHeard(all []happening) []Line {
	lines := make([]Line, len(all))
	for i, h := range all {
		lines[i] = h.told()
		on := same(h.heard)
		lines[i].On = &on
	}
	return lines
}

func happenings(history []projections.Event, r Reading, zone *time.Location) []happening {
	occurred, made := lastMoments(history)
	all := make([]happening, len(history))
	for i, line := range Lines(history, r) {
		e := history[i]
		line.Of, line.ID = e.Stream.Category, &e.Stream.ID
		h := happening{line: line, effect: recorded(e.RecordedAt, zone), notice: noticeOf(e)}
		h.heard = h.effect.Local().Format(time.DateOnly)
		switch body := e.Body.(type) {
		case incident.Registered:
			h.effect = occurred
		case aangifte.Made:
			h.effect = made
		case aftercare.StepTold:
			if step, is := body.Step.Get(); is && step.On.Known() {
				h.effect = step.On
			}
		case prosecution.VictimTold:
			h.effect = body.On
		case casework.NameTold:
			h.effect = body.On
		case agreement.FactTold:
			h.effect = body.On
		case prosecution.NoticeReceived:
			h.hear(body.Notice)
		case prosecution.NoticeCorrected:
			h.hear(body.Notice)
		}
		if !h.effect.Known() && h.notice == uuid.Nil {
			h.effect = recorded(e.RecordedAt, zone) // a line without a day still has a place
		}
		all[i] = h
	}
	return all
}

// hear takes over from a notice when it was heard, and since when it holds where that can
// be read.
func (h *happening) hear(n prosecution.Notice) {
	if n.Received.Known() {
		h.heard = n.Received.Local().Format(time.DateOnly)
	}
	h.effect = n.Told.Value.Effect
}

// lastMoments are when an incident happened and an aangifte was made, as told last.
func lastMoments(history []projections.Event) (occurred, made moment.Moment) {
	for _, e := range history {
		switch body := e.Body.(type) {
		case incident.Registered:
			occurred = body.Occurred
		case incident.Corrected:
			if body.Occurred != nil {
				occurred = *body.Occurred
			}
		case aangifte.Made:
			made = body.On
		case aangifte.Corrected:
			made = body.On
		}
	}
	return occurred, made
}

func recorded(at time.Time, zone *time.Location) moment.Moment {
	_, offset := at.In(zone).Zone()
	return moment.Moment{Instant: at.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute}
}

func noticeOf(e projections.Event) uuid.UUID {
	switch body := e.Body.(type) {
	case prosecution.NoticeReceived:
		return body.ID
	case prosecution.NoticeCorrected:
		return body.ID
	case prosecution.NoticeWithdrawn:
		return body.ID
	}
	return uuid.Nil
}

// noticesOf are the notices of a case that count, in the order of the case's own rules;
// those that cannot be read come last.
func noticesOf(history []projections.Event, zone *time.Location) (all []happening) {
	var state prosecution.Case
	last := map[uuid.UUID]projections.Event{}
	for _, e := range history {
		if body, is := e.Body.(prosecution.Event); is {
			state = prosecution.Decider.Evolve(state, body)
			last[noticeOf(e)] = e
		}
	}
	ordered := state.ByEffect()
	for _, n := range state.Notices {
		if _, is := n.Told.Get(); !is && !n.Withdrawn {
			ordered = append(ordered, n)
		}
	}
	for _, n := range ordered {
		e := last[n.ID]
		line := Lines([]projections.Event{e}, WithoutTexts)[0]
		line.What, line.Of, line.ID = asItIs(n.Notice, e), e.Stream.Category, &e.Stream.ID
		all = append(all, happening{line: line, effect: n.Told.Value.Effect, notice: n.ID})
	}
	return all
}

// asItIs says what a notice says, whenever it came.
func asItIs(n prosecution.Notice, e projections.Event) figures.Text {
	received := join(text("ontvangen", "received"), when(n.Received))
	told, is := n.Told.Get()
	if !is {
		return join(text("Bericht dat niet te lezen is", "Notice that cannot be read"), label(codes.NoticeSource, n.Source), received)
	}
	said := join(capital(label(codes.CaseStep, told.Step)), decided(told), label(codes.NoticeSource, n.Source), received)
	if e.Invented {
		return behind(said, text("verzonnen", "invented"))
	}
	return said
}

func decided(t prosecution.Told) figures.Text {
	var all []figures.Text
	if t.Outcome != "" {
		all = append(all, label(codes.Outcome, t.Outcome))
	}
	if t.Sepot != "" {
		all = append(all, label(codes.SepotGround, t.Sepot))
	}
	return parts(all...)
}

// into puts a list into another: each element before the first that is later for certain,
// and none before what it came behind in its own list.
func into(course, list []happening) []happening {
	var all []happening
	for _, h := range list {
		n := len(course)
		if i := slices.IndexFunc(course, func(o happening) bool { return h.effect.Before(o.effect) }); h.effect.Known() && i >= 0 {
			n = i
		} else if !h.effect.Known() {
			n = 0 // where its own list has it
		}
		all, course = append(append(all, course[:n]...), h), course[n:]
	}
	return append(all, course...)
}

// capital begins a sentence with what stands in a list of codes.
func capital(t figures.Text) figures.Text {
	first := func(s string) string {
		r, n := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(r)) + s[n:]
	}
	if t.NL == "" || t.EN == "" {
		return t
	}
	return text(first(t.NL), first(t.EN))
}
