package aangifte_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

var (
	noon      = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rotterdam = employer.Employer{ID: id(1), Code: "GEM-ROTTERDAM"}

	caseWorker = access.Actor{ID: id(12), Role: access.CaseWorker, Employer: rotterdam.ID, Purpose: access.FollowUp}
	reporter   = access.Actor{ID: id(13), Role: access.Reporter, Employer: rotterdam.ID, Purpose: access.Registration}
	stranger   = access.Actor{ID: id(15), Role: access.Registrar, Employer: id(2), Purpose: access.Registration}
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

func asks(by access.Actor) aangifte.Asked {
	return aangifte.Asked{By: by, At: noon, Employer: rotterdam}
}

var day = moment.Moment{Instant: time.Date(2026, 11, 2, 23, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Day, Finer: codes.NotRecorded}

// told is an aangifte of the employer for two workers, under a number and at its address.
func told(change func(*aangifte.Told)) aangifte.Told {
	t := aangifte.Told{
		On: day, Complainant: "EMPLOYER", Name: "NUMBER", Domicile: "YES", Workers: []uuid.UUID{id(22), id(21), id(22)},
		Incidents: []aangifte.About{{ID: id(41), Employer: rotterdam.ID, Regime: "AVG"}}, Reference: " PL1700-2026 ",
	}
	if change != nil {
		change(&t)
	}
	return t
}

func TestAangifte(t *testing.T) {
	t.Parallel()
	content := aangifte.Content{
		On: day, Complainant: "EMPLOYER", Name: "NUMBER", Domicile: "YES", Workers: []uuid.UUID{id(21), id(22)}, Incidents: []uuid.UUID{id(41)}, Reference: person.Of("PL1700-2026"),
	}
	made := aangifte.Made{Employer: rotterdam.ID, Regime: "AVG", Content: content}
	byName := content
	byName.Name = "NAME"
	given, gone := []aangifte.Event{made}, []aangifte.Event{made, aangifte.Retracted{}}
	makes := func(change func(*aangifte.Told)) aangifte.Make {
		return aangifte.Make{Asked: asks(caseWorker), Told: told(change)}
	}
	registrar := access.Actor{ID: id(16), Role: access.Registrar, Employer: rotterdam.ID, Purpose: access.Registration}
	forgets := func(by access.Actor, what ...person.Purpose) aangifte.Forget {
		return aangifte.Forget{Asked: asks(by), Purposes: what, Reason: "ERASURE"}
	}
	named := func(t *aangifte.Told) { t.Name = "NAME" }
	for name, test := range map[string]struct {
		given []aangifte.Event
		when  aangifte.Command
		then  []aangifte.Event
		err   fault.Kind
		says  string
	}{
		"made by the employer for two":                {when: makes(nil), then: given},
		"made twice is once":                          {given: given, when: makes(nil)},
		"another under the same id":                   {given: given, when: makes(named), err: fault.Refused, says: "correct that one"},
		"by the victim":                               {when: makes(func(t *aangifte.Told) { t.Complainant, t.Workers = "VICTIM", []uuid.UUID{id(21)} }), then: []aangifte.Event{aangifte.Made{Employer: rotterdam.ID, Regime: "AVG", Content: aangifte.Content{On: day, Complainant: "VICTIM", Name: "NUMBER", Domicile: "YES", Workers: []uuid.UUID{id(21)}, Incidents: []uuid.UUID{id(41)}, Reference: person.Of("PL1700-2026")}}}},
		"by a victim for two":                         {when: makes(func(t *aangifte.Told) { t.Complainant = "VICTIM" }), err: fault.Invalid, says: "each victim's aangifte is one of its own"},
		"by somebody else":                            {when: makes(func(t *aangifte.Told) { t.Complainant = "POLICE" }), err: fault.Invalid, says: "use one of VICTIM, EMPLOYER"},
		"about nothing":                               {when: makes(func(t *aangifte.Told) { t.Incidents = nil }), err: fault.Invalid, says: "name the incident"},
		"about another employer's":                    {when: makes(func(t *aangifte.Told) { t.Incidents[0].Employer = id(2) }), err: fault.Invalid, says: "not all on record here"},
		"about one under another law":                 {when: makes(func(t *aangifte.Told) { t.Incidents[0].Regime = "WPG" }), err: fault.Invalid, says: "under the law of its incidents"},
		"made tomorrow":                               {when: makes(func(t *aangifte.Told) { t.On.Instant = t.On.Instant.AddDate(0, 0, 20) }), err: fault.Invalid, says: "on lies in the future"},
		"made on no day":                              {when: makes(func(t *aangifte.Told) { t.On = moment.Moment{} }), err: fault.Invalid, says: "on is missing"},
		"corrected":                                   {given: given, when: aangifte.Correct{Asked: asks(caseWorker), Told: told(named), Reason: "op naam"}, then: []aangifte.Event{aangifte.Corrected{Content: byName, Reason: person.Of("op naam")}}},
		"corrected to what it says":                   {given: given, when: aangifte.Correct{Asked: asks(caseWorker), Told: told(nil)}},
		"corrected without a reason":                  {given: given, when: aangifte.Correct{Asked: asks(caseWorker), Told: told(named)}, err: fault.Invalid, says: "reason is missing"},
		"corrected after it was retracted":            {given: gone, when: aangifte.Correct{Asked: asks(caseWorker), Told: told(named), Reason: "x"}, err: fault.Refused, says: "under a new id"},
		"retracted":                                   {given: given, when: aangifte.Retract{Asked: asks(caseWorker), Reason: "was een melding"}, then: []aangifte.Event{aangifte.Retracted{Reason: person.Of("was een melding")}}},
		"retracted twice is once":                     {given: gone, when: aangifte.Retract{Asked: asks(caseWorker)}},
		"its number and the reasons are forgotten":    {given: gone, when: forgets(registrar, "reference", "narrative"), then: []aangifte.Event{aangifte.Erased{Purpose: "reference", Reason: "ERASURE"}, aangifte.Erased{Purpose: "narrative", Reason: "ERASURE"}}},
		"not by who follows it":                       {given: given, when: forgets(caseWorker, "reference"), err: fault.Forbidden},
		"not what it does not keep":                   {given: given, when: forgets(registrar, "damages"), err: fault.Invalid, says: "reference or narrative"},
		"to another employer there is none to forget": {given: given, when: forgets(stranger, "reference"), err: fault.NotFound},
		"a reporter does not keep it":                 {when: aangifte.Make{Asked: asks(reporter), Told: told(nil)}, err: fault.Forbidden, says: "registrar or case worker"},
		"to another employer there is none":           {given: given, when: aangifte.Retract{Asked: asks(stranger)}, err: fault.NotFound, says: "no such aangifte"},
		"for an employer that is not there":           {when: aangifte.Make{Asked: aangifte.Asked{By: caseWorker, At: noon}}, err: fault.Invalid, says: "employer is not known"},
		"nothing of the kind can be asked":            {given: given, err: fault.Invalid, says: "cannot be asked of an aangifte"},
		"one that is not there is not there":          {when: aangifte.Retract{Asked: asks(caseWorker)}, err: fault.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := aangifte.Decider.Decide(aangifte.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %s about %q", err, test.err, test.says)
			}
		})
	}
	s := aangifte.Decider.Fold([]aangifte.Event{made, aangifte.Erased{Purpose: "reference"}})
	if s.Reference.State != person.Forgotten || s.Reference.Value != "" || s.On != day {
		t.Errorf("after its number was forgotten: %+v", s)
	}
	if s := aangifte.Decider.Fold([]aangifte.Event{made, aangifte.Corrected{Content: byName}, aangifte.Retracted{}}); s.Name != "NAME" || !s.Retracted || s.Employer != rotterdam.ID {
		t.Errorf("%+v", s)
	}
}
