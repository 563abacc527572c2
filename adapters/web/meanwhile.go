package web

import (
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/projections/timeline"
)

// meanwhile is what was recorded since the version that a form was filled in against: whoever sent a form of an
// older page sees both, what he wrote and what somebody else did.
func (v *visit) meanwhile(c *caseAnswered, shown string) (lines []line, err error) {
	from, err := strconv.ParseInt(shown, 10, 64)
	if err != nil || from >= c.Version {
		return nil, nil // a form of its own time
	}
	var told struct{ Timeline []timeline.Line }
	if c.care != nil {
		told.Timeline = c.care.Timeline
	} else if err := v.ask(v.caseInAPI()+"/timeline", url.Values{"by": {"receipt"}}, &told); err != nil {
		return nil, err
	}
	for _, t := range told.Timeline {
		if int64(t.Version) <= from || t.Of != "" && (t.Of != "prosecution" || t.ID != nil && *t.ID != c.ID) {
			continue
		}
		l := line{What: v.In(t.What), Note: t.Note, Who: v.word(roleWord(t.Who)), Recorded: v.moment(t.At)}
		if t.Notice != nil && *t.Notice != uuid.Nil {
			l.Text, _ = v.heardIn(c, *t.Notice)
		}
		lines = append(lines, l)
	}
	return lines, nil
}
