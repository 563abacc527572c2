package api

import (
	"fmt"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
)

// occurrence is a moment as it is sent and answered. What is answered can be sent
// back as it is.
type occurrence struct {
	At        string           `json:"at,omitempty" example:"2026-11-21T23:10:00+01:00" doc:"To the minute, with the offset of the clock there; without one it is by the clock of the employer, and an hour that came twice is asked about. Shorter when less is known: 2026-11-21T23+01:00, 2026-11-21, 2026-11. Leave it out when nothing is known. Answered in UTC."`
	Offset    string           `json:"offset,omitempty" example:"+01:00" doc:"What the clock there showed, east of UTC. Only needed when at is written in UTC."`
	Precision moment.Precision `json:"precision,omitempty" enum:"MINUTE,HOUR,DAY,MONTH" doc:"When at says more than is known. Follows from at when left out."`
	Finer     codes.Code       `json:"finer,omitempty" enum:"UNKNOWN,NOT_RECORDED" doc:"Why it is not known finer. NOT_RECORDED when left out."`
	Ambiguous bool             `json:"ambiguous,omitempty" doc:"The clocks there showed this twice, and nobody knows which it was; at is the first time."`
}

// read gives the moment; what is wrong is noted under the field's name.
func (o *occurrence) read(field string, zone *time.Location, wrong *fault.Fields) moment.Moment {
	if o == nil {
		return moment.Moment{}
	}
	m, name, err := o.moment(zone)
	if name != "" {
		field = under(field, name)
	}
	wrong.Note(field, err)
	return m
}

func (o *occurrence) moment(zone *time.Location) (m moment.Moment, field string, err error) {
	if o.At == "" {
		m, err = moment.New(time.Time{}, 0, "", orNotRecorded(o.Finer))
		return m, "finer", err
	}
	if o.Offset != "" {
		if zone, err = fixed(o.Offset); err != nil {
			return m, "offset", err
		}
	}
	if m, err = moment.Parse(o.At, zone); err != nil {
		return m, "at", err
	}
	return o.coarser(m)
}

// coarser applies what was said beside the time itself.
func (o *occurrence) coarser(m moment.Moment) (moment.Moment, string, error) {
	if !m.Known() {
		return m, "", nil
	}
	if o.Precision == "" {
		o.Precision = m.Precision
	}
	if rank(o.Precision) < rank(m.Precision) {
		return m, "precision", &fault.Wrong{Problem: "is finer than the time says", Remedy: "leave it out, or write the time in full"}
	}
	finer := o.Finer
	if o.Precision != moment.Minute {
		finer = orNotRecorded(finer)
	}
	coarse, err := moment.New(m.Instant, m.Offset, o.Precision, finer)
	coarse.Ambiguous = o.Ambiguous
	return coarse, "", err
}

// rank orders precisions from fine to coarse; what is not known comes last, and
// is refused by the trade.
func rank(p moment.Precision) int {
	for i, known := range []moment.Precision{moment.Minute, moment.Hour, moment.Day, moment.Month} {
		if p == known {
			return i
		}
	}
	return len("none of them")
}

func fixed(offset string) (*time.Location, error) {
	t, err := time.Parse("-07:00", offset)
	if err != nil {
		return nil, &fault.Wrong{Problem: "is not an offset", Remedy: "write it as +01:00"}
	}
	return t.Location(), nil
}

func orNotRecorded(c codes.Code) codes.Code {
	if c == "" {
		return codes.NotRecorded
	}
	return c
}

func occurrenceOf(m moment.Moment) occurrence {
	o := occurrence{Precision: m.Precision, Finer: m.Finer, Ambiguous: m.Ambiguous}
	if m.Known() {
		o.At = m.Instant.UTC().Format(time.RFC3339)
		sign, minutes := '+', m.Offset
		if minutes < 0 {
			sign, minutes = '-', -minutes
		}
		o.Offset = fmt.Sprintf("%c%02d:%02d", sign, minutes/60, minutes%60)
	}
	return o
}
