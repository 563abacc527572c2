package api

import (
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

func TestATimeIsReadWithItsOffsetAndPrecision(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	must(t, err)
	for name, test := range map[string]struct{ given, want occurrence }{
		"with an offset":          {occurrence{At: "2026-07-01T14:30:59+02:00"}, occurrence{At: "2026-07-01T12:30:00Z", Offset: "+02:00", Precision: "MINUTE"}},
		"by the employer's clock": {occurrence{At: "2026-11-21T23:10"}, occurrence{At: "2026-11-21T22:10:00Z", Offset: "+01:00", Precision: "MINUTE"}},
		"in UTC":                  {occurrence{At: "2026-07-01T12:30:00Z"}, occurrence{At: "2026-07-01T12:30:00Z", Offset: "+02:00", Precision: "MINUTE"}},
		"in UTC, with an offset":  {occurrence{At: "2026-07-01T12:30:00Z", Offset: "-04:00"}, occurrence{At: "2026-07-01T12:30:00Z", Offset: "-04:00", Precision: "MINUTE"}},
		"the hour":                {occurrence{At: "2026-07-01T14+02:00"}, occurrence{At: "2026-07-01T12:00:00Z", Offset: "+02:00", Precision: "HOUR", Finer: "NOT_RECORDED"}},
		"the day":                 {occurrence{At: "2026-07-01", Finer: "UNKNOWN"}, occurrence{At: "2026-06-30T22:00:00Z", Offset: "+02:00", Precision: "DAY", Finer: "UNKNOWN"}},
		"the month":               {occurrence{At: "2026-07"}, occurrence{At: "2026-06-30T22:00:00Z", Offset: "+02:00", Precision: "MONTH", Finer: "NOT_RECORDED"}},
		"more than is known":      {occurrence{At: "2026-07-01T14:30:00+02:00", Precision: "DAY"}, occurrence{At: "2026-06-30T22:00:00Z", Offset: "+02:00", Precision: "DAY", Finer: "NOT_RECORDED"}},
		"nothing":                 {occurrence{}, occurrence{Finer: "NOT_RECORDED"}},
		"asked, not known":        {occurrence{Finer: "UNKNOWN"}, occurrence{Finer: "UNKNOWN"}},
		"asked, in one word":      {occurrence{At: "UNKNOWN"}, occurrence{Finer: "UNKNOWN"}},
		"the second of two":       {occurrence{At: "2026-10-25T02:30:00+01:00"}, occurrence{At: "2026-10-25T01:30:00Z", Offset: "+01:00", Precision: "MINUTE"}},
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

func TestAnHourThatWasSkippedIsRefusedAndOneThatCameTwiceIsAskedAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for at, want := range map[string]string{
		"2026-03-29T02:30": `occurred.at","problem":"never was: the clock went from 02:00 straight to 03:00","remedy":"check the time, or add the offset that your watch was set to, e.g. +01:00"`,
		"2025-10-26T02:30": `occurred.at","problem":"came twice: the clock was set back in that night","remedy":"add +02:00 for the first time or +01:00 for the second"`,
	} {
		body := `{"employer":"GEM-ROTTERDAM","occurred":{"at":"` + at + `"}}`
		if got := w.post("/v1/incidents", access.Registrar, w.city, body).want(400).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", at, got, want)
		}
	}
	w.post("/v1/incidents", access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM","occurred":{"at":"2025-10-26T02:30+01:00"}}`).want(201)
}
