package api

import (
	"testing"
	"time"

	"ruggensteun/domain/fault"
)

func TestATimeIsReadWithItsOffsetAndPrecision(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	must(t, err)
	for name, test := range map[string]struct{ given, want occurrence }{
		"with an offset":         {occurrence{At: "2026-07-01T14:30:59+02:00"}, occurrence{At: "2026-07-01T12:30:00Z", Offset: "+02:00", Precision: "MINUTE"}},
		"in UTC":                 {occurrence{At: "2026-07-01T12:30:00Z"}, occurrence{At: "2026-07-01T12:30:00Z", Offset: "+02:00", Precision: "MINUTE"}},
		"in UTC, with an offset": {occurrence{At: "2026-07-01T12:30:00Z", Offset: "-04:00"}, occurrence{At: "2026-07-01T12:30:00Z", Offset: "-04:00", Precision: "MINUTE"}},
		"the hour":               {occurrence{At: "2026-07-01T14+02:00"}, occurrence{At: "2026-07-01T12:00:00Z", Offset: "+02:00", Precision: "HOUR", Finer: "NOT_RECORDED"}},
		"the day":                {occurrence{At: "2026-07-01", Finer: "UNKNOWN"}, occurrence{At: "2026-06-30T22:00:00Z", Offset: "+02:00", Precision: "DAY", Finer: "UNKNOWN"}},
		"the month":              {occurrence{At: "2026-07"}, occurrence{At: "2026-06-30T22:00:00Z", Offset: "+02:00", Precision: "MONTH", Finer: "NOT_RECORDED"}},
		"more than is known":     {occurrence{At: "2026-07-01T14:30:00+02:00", Precision: "DAY"}, occurrence{At: "2026-06-30T22:00:00Z", Offset: "+02:00", Precision: "DAY", Finer: "NOT_RECORDED"}},
		"nothing":                {occurrence{}, occurrence{Finer: "NOT_RECORDED"}},
		"asked, not known":       {occurrence{Finer: "UNKNOWN"}, occurrence{Finer: "UNKNOWN"}},
		"asked, in one word":     {occurrence{At: "UNKNOWN"}, occurrence{Finer: "UNKNOWN"}},
		"the second of two":      {occurrence{At: "2026-10-25T02:30:00+01:00"}, occurrence{At: "2026-10-25T01:30:00Z", Offset: "+01:00", Precision: "MINUTE"}},
	} {
		var wrong fault.Fields
		m := test.given.read("occurred", zone, &wrong)
		if got := occurrenceOf(m); got != test.want || wrong.Err() != nil {
			t.Errorf("%s: got %+v, want %+v (%v)", name, got, test.want, wrong.Err())
		}
		back := test.want
		if again := back.read("occurred", zone, &wrong); !again.Equal(m) || wrong.Err() != nil {
			t.Errorf("%s: sent back it is %+v, was %+v (%v)", name, again, m, wrong.Err())
		}
	}
}
