package incident_test

import (
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func TestTellSupport(t *testing.T) {
	tell := func(s incident.Support) incident.TellSupport {
		return incident.TellSupport{Asked: asks(reporter), Support: s}
	}
	correct := func(s incident.Support) incident.TellSupport {
		return incident.TellSupport{Asked: asks(registrar), Support: s, Reason: "verkeerd begrepen"}
	}
	told := func(s incident.Support) incident.SupportTold { return incident.SupportTold{Support: s} }
	asked := incident.Support{Status: "ASKED", Asked: minute(0)}
	promised := incident.Support{Status: "PROMISED", Asked: minute(0), Promise: minute(2)}
	arrived := incident.Support{Status: "ARRIVED", Asked: minute(0), Promise: minute(2), Arrival: minute(14)}
	trials{
		"nobody asked the police":             {given: history(), when: tell(incident.Support{Status: "NOT_ASKED"}), then: []incident.Event{told(incident.Support{Status: "NOT_ASKED"})}},
		"all of it at once":                   {given: history(), when: tell(arrived), then: []incident.Event{told(arrived)}},
		"promised after it was asked":         {given: history(told(asked)), when: tell(incident.Support{Status: "PROMISED", Promise: minute(2)}), then: []incident.Event{told(promised)}},
		"arrived, and nobody knows when":      {given: history(told(promised)), when: tell(incident.Support{Status: "ARRIVED", Arrival: moment.Nothing(codes.Unknown)}), then: []incident.Event{told(incident.Support{Status: "ARRIVED", Asked: minute(0), Promise: minute(2)})}},
		"minutes without times":               {given: history(), when: tell(incident.Support{Status: "ARRIVED", Minutes: codes.Exactly(14)}), then: []incident.Event{told(incident.Support{Status: "ARRIVED", Minutes: codes.Exactly(14)})}},
		"never came after it was promised":    {given: history(told(promised)), when: tell(incident.Support{Status: "NEVER_CAME"}), then: []incident.Event{told(incident.Support{Status: "NEVER_CAME", Asked: minute(0), Promise: minute(2)})}},
		"unknown where nothing was said":      {given: history(), when: tell(incident.Support{Status: codes.Unknown}), then: []incident.Event{told(incident.Support{Status: codes.Unknown})}},
		"an answer after unknown":             {given: history(told(incident.Support{Status: codes.Unknown})), when: tell(asked), then: []incident.Event{told(asked)}},
		"unknown after an answer is no event": {given: history(told(asked)), when: tell(incident.Support{Status: codes.Unknown})},
		"the same again is no event":          {given: history(told(arrived)), when: tell(arrived)},
		"less than is known is no event":      {given: history(told(arrived)), when: tell(incident.Support{Status: "ARRIVED"})},
		"nothing is no event":                 {given: history(), when: tell(incident.Support{Status: codes.NotRecorded})},
		"came after it never came":            {given: history(told(incident.Support{Status: "NEVER_CAME"})), when: tell(incident.Support{Status: "ARRIVED"}), err: fault.Invalid, says: "support.status contradicts the record"},
		"asked after it arrived":              {given: history(told(arrived)), when: tell(asked), err: fault.Invalid, says: "support.status contradicts the record"},
		"another time":                        {given: history(told(asked)), when: tell(incident.Support{Asked: minute(1)}), err: fault.Invalid, says: "support.asked is on record with another time"},
		"other minutes":                       {given: history(told(incident.Support{Status: "ARRIVED", Minutes: codes.Exactly(14)})), when: tell(incident.Support{Minutes: codes.Exactly(40)}), err: fault.Invalid, says: "support.minutes is on record with another number"},
		"a correction replaces all of it":     {given: history(told(arrived)), when: correct(asked), then: []incident.Event{incident.SupportTold{Support: asked, Reason: person.Of("verkeerd begrepen")}}},
		"a correction to the same":            {given: history(told(arrived)), when: correct(arrived)},
		"a reporter does not correct":         {given: history(told(arrived)), when: incident.TellSupport{Asked: asks(reporter), Support: asked, Reason: "zomaar"}, err: fault.Forbidden, says: "registrar"},
		"arrived before it was asked":         {given: history(), when: tell(incident.Support{Status: "ARRIVED", Asked: minute(5), Arrival: minute(4)}), err: fault.Invalid, says: "support.arrival lies before what came first"},
		"promised before it was asked":        {given: history(), when: tell(incident.Support{Status: "PROMISED", Asked: minute(5), Promise: minute(4)}), err: fault.Invalid, says: "support.promise lies before what came first"},
		"an arrival of police who never came": {given: history(), when: tell(incident.Support{Status: "NEVER_CAME", Arrival: minute(4)}), err: fault.Invalid, says: "support.arrival has a time, and the status says"},
		"a time of what nobody asked":         {given: history(), when: tell(incident.Support{Status: "NOT_ASKED", Asked: minute(4)}), err: fault.Invalid, says: "support.asked has a time"},
		"a time without a status":             {given: history(), when: tell(incident.Support{Asked: minute(4)}), err: fault.Invalid, says: "support.asked has a time"},
		"minutes of police who did not come":  {given: history(), when: tell(incident.Support{Status: "PROMISED", Minutes: codes.Exactly(3)}), err: fault.Invalid, says: "support.minutes are told"},
		"minutes that the times contradict":   {given: history(), when: tell(incident.Support{Status: "ARRIVED", Asked: minute(0), Arrival: minute(14), Minutes: codes.Exactly(40)}), err: fault.Invalid, says: "which are 14 minutes apart"},
		"minutes that agree but for rounding": {given: history(), when: tell(incident.Support{Status: "ARRIVED", Asked: minute(0), Arrival: minute(14), Minutes: codes.Exactly(15)}), then: []incident.Event{told(incident.Support{Status: "ARRIVED", Asked: minute(0), Arrival: minute(14), Minutes: codes.Exactly(15)})}},
		"a day and a minute":                  {given: history(), when: tell(incident.Support{Status: "ARRIVED", Minutes: codes.Exactly(1441)}), err: fault.Invalid, says: "support.minutes"},
		"a status that is none":               {given: history(), when: tell(incident.Support{Status: "SOON"}), err: fault.Invalid, says: "support.status"},
		"a time in the future":                {given: history(), when: tell(incident.Support{Status: "ASKED", Asked: minute(90)}), err: fault.Invalid, says: "support.asked lies in the future"},
		"an incident that was closed":         {given: history(incident.Closed{Reason: "COMPLETE"}), when: tell(asked), err: fault.Refused, says: "closed"},
	}.run(t)
}

func TestWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		support incident.Support
		want    codes.Count
	}{
		"by the times":          {incident.Support{Status: "ARRIVED", Asked: minute(0), Arrival: minute(14), Minutes: codes.Exactly(15)}, codes.Exactly(14)},
		"as told":               {incident.Support{Status: "ARRIVED", Minutes: codes.Exactly(15)}, codes.Exactly(15)},
		"at once":               {incident.Support{Status: "ARRIVED", Asked: minute(3), Arrival: minute(3)}, codes.Exactly(0)},
		"one time is not known": {incident.Support{Status: "ARRIVED", Asked: minute(3)}, codes.Count{}},
		"nobody knew":           {incident.Support{Status: "ARRIVED", Minutes: codes.Uncounted(codes.Unknown)}, codes.Uncounted(codes.Unknown)},
		"they never came":       {incident.Support{Status: "NEVER_CAME", Asked: minute(3)}, codes.Count{}},
	} {
		if got := test.support.Wait(); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
