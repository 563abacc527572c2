package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/coding"
	"ruggensteun/domain/eventlog"
)

func walkSampleDrawn(f fields, _ uuid.UUID, e *coding.Drawn) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "seed", &e.Seed)
	ids(f, "incidents", &e.Incidents)
	e.Of = f.number("of", e.Of)
	wordIfAny(f, "from", &e.From)
	wordIfAny(f, "through", &e.Through)
	words(f, "lists", &e.Lists)
	e.Position = eventlog.Position(f.number("position", int(e.Position)))
	e.At = f.instant("at", e.At)
}

func walkSampleCoded(f fields, _ uuid.UUID, e *coding.Coded) {
	e.Item = f.number("item", e.Item)
	e.Coder = f.id("coder", e.Coder)
	list(f, "answers", &e.Answers, func(f fields, a *coding.Answer) {
		word(f, "list", &a.List)
		words(f, "codes", &a.Codes)
	})
	e.At = f.instant("at", e.At)
}

func walkSampleClosed(f fields, _ uuid.UUID, e *coding.Closed) {
	walkDayOf(f, "on", &e.On)
	e.At = f.instant("at", e.At)
}

// walkDayOf keeps a day; what is no day is none.
func walkDayOf(f fields, name string, d *calendar.Day) {
	text := d.String()
	word(f, name, &text)
	*d, _ = calendar.ParseDay(text)
}

func walkSampleEntered(f fields, _ uuid.UUID, e *coding.Entered) {
	e.Sample = f.id("sample", e.Sample)
	words(f, "lists", &e.Lists)
	e.Size = f.number("size", e.Size)
	e.At = f.instant("at", e.At)
}

func walkSampleMeasured(f fields, _ uuid.UUID, e *coding.Measured) {
	e.Of = f.id("of", e.Of)
	walkDayOf(f, "on", &e.On)
	word(f, "list", &e.List)
	listIfAny(f, "met", &e.Met, func(f fields, m *coding.Met) {
		wordIfAny(f, "first", &m.First)
		wordIfAny(f, "second", &m.Second)
		m.N = f.number("n", m.N)
	})
	listIfAny(f, "left", &e.Left, func(f fields, l *coding.Left) {
		word(f, "why", &l.Why)
		l.N = f.number("n", l.N)
	})
}
