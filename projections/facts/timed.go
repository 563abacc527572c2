package facts

import (
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
)

// Timed is a moment as four columns.
type Timed struct {
	At        *time.Time // nil when nothing at all is known of the time
	Offset    int        // minutes east of UTC that the clock showed there and then
	Precision moment.Precision
	Finer     codes.Code // why it is not finer; "" when it is
}

func timed(m moment.Moment) Timed {
	t := Timed{Offset: m.Offset, Precision: m.Precision, Finer: m.Finer}
	if m.Known() {
		at := m.Instant.UTC()
		t.At = &at
	}
	return t
}

// Moment is it as the trade has it, but for what a clock that was set back left open.
func (t Timed) Moment() moment.Moment {
	m := moment.Moment{Offset: t.Offset, Precision: t.Precision, Finer: t.Finer}
	if t.At != nil {
		m.Instant = t.At.UTC()
	}
	return m
}

func (t Timed) equal(o Timed) bool { return t.Moment().Equal(o.Moment()) }

func (t *Timed) refs() []any { return []any{&t.At, &t.Offset, &t.Precision, &t.Finer} }

func timedColumns(name string) []projections.Column {
	return []projections.Column{
		{Name: name + "_at", Type: "timestamptz"},
		{Name: name + "_offset", Type: "integer NOT NULL"},
		{Name: name + "_precision", Type: "text NOT NULL"},
		{Name: name + "_finer", Type: "text NOT NULL"},
	}
}
