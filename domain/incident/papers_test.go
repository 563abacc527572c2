package incident_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

var caseWorker = access.Actor{ID: id(15), Role: access.CaseWorker, Employer: rotterdam.ID, Purpose: access.FollowUp}

func TestReferToForce(t *testing.T) {
	refer := func(report string) incident.ReferToForce {
		return incident.ReferToForce{Asked: asks(registrar), Report: report}
	}
	told := incident.ForceReferenced{Report: person.Of("GW-2026-17")}
	blind := incident.ReferToForce{Asked: asks(reporter), Report: "GW-2026-17"}
	trials{
		"the number of the police's own report": {given: history(), when: refer(" GW-2026-17 "), then: []incident.Event{told}},
		"another one beside it":                 {given: history(told), when: refer("GW-2026-18"), then: []incident.Event{incident.ForceReferenced{Report: person.Of("GW-2026-18")}}},
		"the same one is no event":              {given: history(told), when: refer("GW-2026-17")},
		"who may not read it is not told so":    {given: history(told), when: blind, then: []incident.Event{told}},
		"nothing is refused":                    {given: history(), when: refer(" "), err: fault.Invalid, says: "report is missing"},
		"a story is no number":                  {given: history(), when: refer(strings.Repeat("x", 101)), err: fault.Invalid, says: "report is longer than 100"},
		"an incident that was closed":           {given: history(incident.Closed{}), when: refer("GW-2026-17"), err: fault.Refused},
		"to another employer it is not there":   {given: history(), when: incident.ReferToForce{Asked: asks(stranger), Report: "x"}, err: fault.NotFound},
	}.run(t)
	if s := incident.Decider.Fold(history(told, told)); len(s.ForceReports) != 1 {
		t.Errorf("one report told twice stands there %d times", len(s.ForceReports))
	}
}

func TestQualify(t *testing.T) {
	police := incident.Qualification{By: "POLICE", Offence: "ASSAULT", Article: "300 jo 304 Sr", Completion: "COMPLETED", On: "2026-11-21"}
	court := incident.Qualification{By: "COURT", Offence: "SEV_ASSAULT", Completion: "ATTEMPTED"}
	with := func(change func(*incident.Qualification)) incident.Qualify {
		q := police
		change(&q)
		return incident.Qualify{Asked: asks(caseWorker), Qualification: q}
	}
	tell := func(q incident.Qualification) incident.Qualify {
		return incident.Qualify{Asked: asks(caseWorker), Qualification: q}
	}
	retract := func(q incident.Qualification) incident.RetractQualification {
		return incident.RetractQualification{Asked: asks(registrar), Qualification: q, Reason: "verkeerd dossier"}
	}
	in2023 := registered(func(e *incident.Registered) {
		e.Occurred = moment.Moment{Instant: noon.AddDate(-3, 0, 0), Offset: 60, Precision: moment.Minute}
	})
	trials{
		"what the police call it":                     {given: history(), when: tell(police), then: []incident.Event{incident.Qualified{Qualification: police}}},
		"a court calls it something else, beside it":  {given: history(incident.Qualified{Qualification: police}), when: tell(court), then: []incident.Event{incident.Qualified{Qualification: court}}},
		"the same again is no event":                  {given: history(incident.Qualified{Qualification: police}), when: tell(police)},
		"whether it was completed may be left out":    {given: history(), when: with(func(q *incident.Qualification) { q.Completion = codes.NotRecorded }), then: []incident.Event{incident.Qualified{Qualification: incident.Qualification{By: "POLICE", Offence: "ASSAULT", Article: "300 jo 304 Sr", On: "2026-11-21"}}}},
		"doxing before it was an offence":             {given: []incident.Event{in2023}, when: with(func(q *incident.Qualification) { q.Offence, q.Article = "DOXING", "285d Sr" }), err: fault.Invalid, says: "offence cannot apply before 2024-01-01, because art. 285d Sr exists since"},
		"doxing after it was":                         {given: history(), when: with(func(q *incident.Qualification) { q.Offence, q.Article = "DOXING", "285d Sr" }), then: []incident.Event{incident.Qualified{Qualification: incident.Qualification{By: "POLICE", Offence: "DOXING", Article: "285d Sr", Completion: "COMPLETED", On: "2026-11-21"}}}},
		"by nobody":                                   {given: history(), when: with(func(q *incident.Qualification) { q.By = "" }), err: fault.Invalid, says: "by is empty"},
		"by somebody unknown":                         {given: history(), when: with(func(q *incident.Qualification) { q.By = codes.Unknown }), err: fault.Invalid, says: "by needs an answer"},
		"a behaviour is no offence":                   {given: history(), when: with(func(q *incident.Qualification) { q.Offence = "HIT" }), err: fault.Invalid, says: "offence is not a code"},
		"an article with words":                       {given: history(), when: with(func(q *incident.Qualification) { q.Article = "300 Sr tegen J. de Vries" }), err: fault.Invalid, says: "article is not an article"},
		"another offence needs its article":           {given: history(), when: with(func(q *incident.Qualification) { q.Offence, q.Article = "OTHER_OFF", "" }), err: fault.Invalid, says: "article is missing"},
		"another offence with its article":            {given: history(), when: tell(incident.Qualification{By: "OM", Offence: "OTHER_OFF", Article: "426bis Sr"}), then: []incident.Event{incident.Qualified{Qualification: incident.Qualification{By: "OM", Offence: "OTHER_OFF", Article: "426bis Sr"}}}},
		"said before it happened":                     {given: history(), when: with(func(q *incident.Qualification) { q.On = "2026-11-20" }), err: fault.Invalid, says: "on lies before the incident"},
		"said tomorrow":                               {given: history(), when: with(func(q *incident.Qualification) { q.On = "2026-11-22" }), err: fault.Invalid, says: "on lies in the future"},
		"half tried":                                  {given: history(), when: with(func(q *incident.Qualification) { q.Completion = "HALF" }), err: fault.Invalid, says: "completion is not a code"},
		"a reporter does not judge":                   {given: history(), when: incident.Qualify{Asked: asks(reporter), Qualification: police}, err: fault.Forbidden, says: "case worker"},
		"one that was recorded wrongly is taken back": {given: history(incident.Qualified{Qualification: police}), when: retract(police), then: []incident.Event{incident.QualificationRetracted{Qualification: police, Reason: person.Of("verkeerd dossier")}}},
		"one that is not there":                       {given: history(incident.Qualified{Qualification: police}), when: retract(court), err: fault.Refused, says: "no such qualification"},
		"taken back without a reason":                 {given: history(incident.Qualified{Qualification: police}), when: incident.RetractQualification{Asked: asks(registrar), Qualification: police}, err: fault.Invalid, says: "reason is missing"},
	}.run(t)
	s := incident.Decider.Fold(history(incident.Qualified{Qualification: police}, incident.Qualified{Qualification: court}, incident.QualificationRetracted{Qualification: police}))
	if len(s.Qualifications) != 1 || s.Qualifications[0] != court {
		t.Errorf("left are %v", s.Qualifications)
	}
}

func TestAttach(t *testing.T) {
	photo := incident.Attachment{ID: id(31), Kind: "PHOTO", Hash: strings.Repeat("0f", 32), Size: 120_000}
	with := func(change func(*incident.Attachment)) incident.Attach {
		a := photo
		change(&a)
		return incident.Attach{Asked: asks(reporter), Attachment: a}
	}
	attached := incident.Attached{Attachment: photo}
	detach := incident.Detach{Asked: asks(registrar), ID: photo.ID, Reason: "ander incident"}
	trials{
		"a photo":                        {given: history(), when: with(func(*incident.Attachment) {}), then: []incident.Event{attached}},
		"of a kind that nobody knows":    {given: history(), when: with(func(a *incident.Attachment) { a.Kind = codes.Unknown }), then: []incident.Event{incident.Attached{Attachment: incident.Attachment{ID: id(31), Kind: codes.Unknown, Hash: photo.Hash, Size: 120_000}}}},
		"the same again is no event":     {given: history(attached), when: with(func(*incident.Attachment) {})},
		"another with its id":            {given: history(attached), when: with(func(a *incident.Attachment) { a.Size++ }), err: fault.Refused, says: "another attachment with this id"},
		"the same file under another id": {given: history(attached), when: with(func(a *incident.Attachment) { a.ID = id(32) }), err: fault.Refused, says: "this file is attached already"},
		"without an id":                  {given: history(), when: with(func(a *incident.Attachment) { a.ID = uuid.Nil }), err: fault.Invalid, says: "id is missing"},
		"a kind that is none":            {given: history(), when: with(func(a *incident.Attachment) { a.Kind = "GOSSIP" }), err: fault.Invalid, says: "kind is not a code"},
		"a file name for a hash":         {given: history(), when: with(func(a *incident.Attachment) { a.Hash = "foto mevrouw De Vries.jpg" }), err: fault.Invalid, says: "hash is not a SHA-256"},
		"a hash in capitals":             {given: history(), when: with(func(a *incident.Attachment) { a.Hash = strings.ToUpper(a.Hash) }), err: fault.Invalid, says: "hash"},
		"an empty file":                  {given: history(), when: with(func(a *incident.Attachment) { a.Size = 0 }), err: fault.Invalid, says: "size"},
		"taken away with a reason":       {given: history(attached), when: detach, then: []incident.Event{incident.Detached{ID: photo.ID, Reason: person.Of("ander incident")}}},
		"taken away twice is once":       {given: history(attached, incident.Detached{ID: photo.ID}), when: detach},
		"attached again after that":      {given: history(attached, incident.Detached{ID: photo.ID}), when: with(func(*incident.Attachment) {}), then: []incident.Event{attached}},
		"taken away without a reason":    {given: history(attached), when: incident.Detach{Asked: asks(registrar), ID: photo.ID}, err: fault.Invalid, says: "reason is missing"},
		"a reporter takes nothing away":  {given: history(attached), when: incident.Detach{Asked: asks(reporter), ID: photo.ID, Reason: "x"}, err: fault.Forbidden},
		"one too many":                   {given: many(201), when: with(func(a *incident.Attachment) { a.ID, a.Hash = id(99), strings.Repeat("ee", 32) }), err: fault.Refused, says: "200 attachments already"},
	}.run(t)
}

func many(n int) []incident.Event {
	events := history()
	for i := range n - 1 {
		a := incident.Attachment{ID: uuid.UUID{0: 1, 14: byte(i >> 8), 15: byte(i)}, Kind: "PHOTO", Hash: strings.Repeat("0f", 30) + "aa" + string("0123456789abcdef"[i>>4&15]) + string("0123456789abcdef"[i&15]), Size: 1}
		events = append(events, incident.Attached{Attachment: a})
	}
	return events
}

func TestCloseAndReopen(t *testing.T) {
	shut := incident.Close{Asked: asks(registrar), Reason: "COMPLETE", Explanation: "alles binnen"}
	again := incident.Reopen{Asked: asks(registrar), Reason: "er kwam nog iets"}
	closed := incident.Closed{Reason: "COMPLETE", Explanation: person.Of("alles binnen")}
	trials{
		"closed with a reason":                      {given: history(), when: shut, then: []incident.Event{closed}},
		"closed twice is once, whatever the reason": {given: history(closed), when: incident.Close{Asked: asks(registrar), Reason: "NO_MORE"}},
		"a reason that says nothing":                {given: history(), when: incident.Close{Asked: asks(registrar), Reason: codes.Unknown}, err: fault.Invalid, says: "reason needs an answer"},
		"a closed record takes no details":          {given: history(closed), when: incident.AddDetails{Asked: asks(registrar), Behaviours: []codes.Code{"SPIT"}}, err: fault.Refused, says: "let the registrar reopen it first"},
		"nor corrections":                           {given: history(closed), when: incident.Correct{Asked: asks(registrar), Reason: "x", Behaviours: &[]codes.Code{"SPIT"}}, err: fault.Refused, says: "closed"},
		"it can be withdrawn all the same":          {given: history(closed), when: incident.Withdraw{Asked: asks(registrar), Reason: "MISTAKE"}, then: []incident.Event{incident.Withdrawn{Reason: "MISTAKE"}}},
		"reopened with a reason":                    {given: history(closed), when: again, then: []incident.Event{incident.Reopened{Reason: person.Of("er kwam nog iets")}}},
		"reopened without one":                      {given: history(closed), when: incident.Reopen{Asked: asks(registrar)}, err: fault.Invalid, says: "reason is missing"},
		"what is open is not reopened":              {given: history(), when: again},
		"a reopened record takes details":           {given: history(closed, incident.Reopened{}), when: incident.AddDetails{Asked: asks(reporter), Behaviours: []codes.Code{"SPIT"}}, then: []incident.Event{incident.DetailsAdded{Behaviours: []codes.Code{"SPIT"}}}},
		"a withdrawn record is not closed":          {given: history(withdrawn), when: shut, err: fault.Refused, says: "withdrawn"},
		"a reporter does not close":                 {given: history(), when: incident.Close{Asked: asks(reporter), Reason: "COMPLETE"}, err: fault.Forbidden},
		"nor does a case worker reopen":             {given: history(closed), when: incident.Reopen{Asked: asks(caseWorker), Reason: "x"}, err: fault.Forbidden},
		"to another employer it is not there":       {given: history(), when: incident.Close{Asked: asks(stranger), Reason: "COMPLETE"}, err: fault.NotFound},
	}.run(t)
	for name, test := range map[string]struct {
		given []incident.Event
		want  bool
	}{
		"registered":                     {history(), true},
		"never registered":               {nil, false},
		"withdrawn":                      {history(withdrawn), false},
		"closed":                         {history(closed), true},
		"registered anew under the Wpg":  {history(incident.Closed{Reason: "OTHER_REGIME"}), false},
		"and reopened because it is not": {history(incident.Closed{Reason: "OTHER_REGIME"}, incident.Reopened{}), true},
		"merged, with what it is":        {history(incident.Merged{Into: id(41)}), true},
	} {
		if got := incident.Decider.Fold(test.given).Counts(); got != test.want {
			t.Errorf("%s: counts %t", name, got)
		}
	}
}
