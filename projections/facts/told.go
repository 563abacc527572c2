package facts

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

// Told is what a notice says, in one word, because it is forgotten as one: which step
// it was, since when, and the codes of what was decided. Sanctions, offences and the day
// of a hearing stay in the log.
type Told string

// toldFields are the parts behind step and effect, in their order. New ones come last.
func toldFields(d *prosecution.Details) []*codes.Code {
	return []*codes.Code{&d.VPT, &d.Sepot, &d.Conditional, &d.Summons, &d.Uplift, &d.Outcome, &d.Instance, &d.Decision}
}

// ToldText is what is kept of a notice, in one word.
func ToldText(t prosecution.Told) Told {
	parts := []string{string(t.Step), momentText(t.Effect), idText(t.Aangifte), idText(t.Worker)}
	for _, code := range toldFields(&t.Details) {
		parts = append(parts, string(*code))
	}
	return Told(strings.Join(parts, Between))
}

func toldIn(held person.Held[prosecution.Told]) Told {
	switch held.State {
	case person.Present:
		return ToldText(held.Value)
	case person.Forgotten:
		return Told(Forgotten)
	}
	return ToldText(prosecution.Told{})
}

// Held is it as the trade has it.
func (t Told) Held() person.Held[prosecution.Told] {
	if codes.Code(t) == Forgotten {
		return person.Gone[prosecution.Told]()
	}
	parts := strings.Split(string(t), Between)
	part := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	told := prosecution.Told{Step: codes.Code(part(0)), Effect: momentIn(part(1))}
	told.Aangifte, told.Worker = idIn(part(2)), idIn(part(3))
	for i, code := range toldFields(&told.Details) {
		*code = codes.Code(part(4 + i))
	}
	return person.Of(told)
}

const momentParts = 5

// momentText holds all of a moment: 2026-10-02T07:00,120,HOUR,UNKNOWN,.
func momentText(m moment.Moment) string {
	at := ""
	if m.Known() {
		at = m.Instant.UTC().Format("2006-01-02T15:04")
	}
	twice := ""
	if m.Ambiguous {
		twice = "TWICE"
	}
	return strings.Join([]string{at, strconv.Itoa(m.Offset), string(m.Precision), string(m.Finer), twice}, listed)
}

func momentIn(text string) moment.Moment {
	parts := strings.Split(text, listed)
	if len(parts) != momentParts {
		return moment.Moment{}
	}
	m := moment.Moment{Precision: moment.Precision(parts[2]), Finer: codes.Code(parts[3]), Ambiguous: parts[4] != ""}
	m.Offset, _ = strconv.Atoi(parts[1])
	if at, err := time.Parse("2006-01-02T15:04", parts[0]); err == nil {
		m.Instant = at
	}
	return m
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func idIn(text string) uuid.UUID {
	id, _ := uuid.Parse(text)
	return id
}
