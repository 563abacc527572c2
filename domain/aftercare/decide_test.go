package aftercare_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
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
	operator   = access.Actor{ID: id(14), Role: access.Operator, Purpose: access.Operation}
	stranger   = access.Actor{ID: id(15), Role: access.Registrar, Employer: id(2), Purpose: access.Registration}

	fight, anna = id(41), id(21)
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

func asks(by access.Actor) aftercare.Asked {
	return aftercare.Asked{By: by, At: noon, Employer: rotterdam}
}

func on(text string) moment.Moment {
	m, err := moment.Parse(text, time.FixedZone("", 3600))
	if err != nil {
		panic(err)
	}
	return m
}

func step(s, status codes.Code, day, last string) aftercare.Step {
	return aftercare.Step{Step: s, Status: status, On: on(day), Due: last}
}

func told(n byte, s aftercare.Step) aftercare.Event {
	return aftercare.StepTold{ID: id(n), Worker: anna, Step: person.Of(s)}
}

func opened(events ...aftercare.Event) []aftercare.Event {
	return append([]aftercare.Event{aftercare.Opened{Employer: rotterdam.ID, Regime: "AVG", Incident: fight, Worker: anna}}, events...)
}

type trials map[string]struct {
	given []aftercare.Event
	when  aftercare.Command
	then  []aftercare.Event
	err   fault.Kind
	says  string
}

func (tests trials) run(t *testing.T) {
	t.Parallel()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := aftercare.Decider.Fold(test.given)
			got, err := aftercare.Decider.Decide(state, test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %s about %q", err, test.err, test.says)
			}
			for _, e := range got {
				state = aftercare.Decider.Evolve(state, e)
			}
			if again, _ := aftercare.Decider.Decide(state, test.when); len(got) > 0 && len(again) > 0 {
				t.Errorf("asked twice told twice: %v", again)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	open := func(by access.Actor, target aftercare.Target) aftercare.Open {
		return aftercare.Open{Asked: asks(by), Incident: fight, Worker: anna, Target: target}
	}
	hit := aftercare.Target{Employer: rotterdam.ID, Regime: "AVG", Hit: true}
	trials{
		"for somebody who was hit":         {when: open(caseWorker, hit), then: opened()},
		"opened twice is once":             {given: opened(), when: open(caseWorker, hit)},
		"under somebody else's id":         {given: []aftercare.Event{aftercare.Opened{Employer: rotterdam.ID, Incident: fight, Worker: id(22)}}, when: open(caseWorker, hit), err: fault.Refused, says: "use the id that incident and worker give"},
		"for somebody who was not":         {when: open(caseWorker, aftercare.Target{Employer: rotterdam.ID, Regime: "AVG"}), err: fault.Invalid, says: "name the worker in the incident first"},
		"in an incident of others":         {when: open(caseWorker, aftercare.Target{Employer: id(2), Regime: "AVG", Hit: true}), err: fault.Invalid, says: "incident is not on record here"},
		"an employer that is not there":    {when: aftercare.Open{Asked: aftercare.Asked{By: caseWorker}}, err: fault.Invalid, says: "employer is not known"},
		"a reporter":                       {when: open(reporter, hit), err: fault.Forbidden, says: "between the worker and the employer"},
		"nor the operator":                 {when: open(operator, hit), err: fault.Forbidden, says: "between the worker and the employer"},
		"nor without a purpose":            {when: open(access.Actor{Role: access.CaseWorker, Employer: rotterdam.ID}, hit), err: fault.Forbidden, says: "for which purpose"},
		"nothing of the kind can be asked": {given: opened(), err: fault.Invalid, says: "cannot be asked of aftercare"},
	}.run(t)
	if got := aftercare.ID(fight, anna).String(); got != "480490f2-e1aa-587e-b63b-08d9c040c0f5" || aftercare.ID(anna, fight).String() == got {
		t.Errorf("%s: a worker has one file of one incident for ever, and no two have the same", got)
	}
}

func TestTell(t *testing.T) {
	tell := func(s aftercare.Step, note string) aftercare.Tell {
		return aftercare.Tell{Asked: asks(caseWorker), ID: id(71), Step: s, Note: note}
	}
	done := step("MGR_TALK", "DONE", "2026-11-20", "")
	trials{
		"done":                              {given: opened(), when: tell(done, ""), then: []aftercare.Event{told(71, done)}},
		"due on a day":                      {given: opened(), when: tell(step("TALK_2", "DUE", "2026-11-20", "2026-12-11"), ""), then: []aftercare.Event{told(71, step("TALK_2", "DUE", "2026-11-20", "2026-12-11"))}},
		"with a note":                       {given: opened(), when: tell(done, " belde zelf "), then: []aftercare.Event{aftercare.StepTold{ID: id(71), Worker: anna, Step: person.Of(done), Note: person.Of("belde zelf")}}},
		"a learning review has none":        {given: opened(), when: tell(step("LEARN", "DONE", "2026-11-20", ""), "wij hadden"), err: fault.Invalid, says: "stays out of every file"},
		"another under the same id":         {given: opened(told(71, done)), when: tell(step("PEER", "DONE", "2026-11-20", ""), ""), err: fault.Refused, says: "use a new id"},
		"one that was retracted":            {given: opened(told(71, done), aftercare.StepRetracted{ID: id(71)}), when: tell(done, ""), err: fault.Refused, says: "use a new id"},
		"a report that the worker declines": {given: opened(), when: tell(step("ARBO_REP", "DECLINED", "2026-11-20", ""), ""), err: fault.Invalid, says: "use DUE, DONE or NOT_APPLICABLE"},
		"a step that does not exist":        {given: opened(), when: tell(step("TALK_4", "DONE", "2026-11-20", ""), ""), err: fault.Invalid, says: "did you mean TALK_"},
		"a status that does not exist":      {given: opened(), when: tell(step("PEER", "MAYBE", "2026-11-20", ""), ""), err: fault.Invalid, says: "use one of DUE, OFFERED"},
		"done tomorrow":                     {given: opened(), when: tell(step("PEER", "DONE", "2026-11-23", ""), ""), err: fault.Invalid, says: "on lies in the future"},
		"on no day":                         {given: opened(), when: tell(step("PEER", "DONE", "UNKNOWN", ""), ""), err: fault.Invalid, says: "on is missing"},
		"done, and due":                     {given: opened(), when: tell(step("PEER", "DONE", "2026-11-20", "2026-11-30"), ""), err: fault.Invalid, says: "due is told of what is over"},
		"due on no day":                     {given: opened(), when: tell(step("PEER", "DUE", "2026-11-20", "soon"), ""), err: fault.Invalid, says: "due is not a day"},
		"a file that is not there":          {when: tell(done, ""), err: fault.NotFound, says: "no such aftercare"},
		"to another employer it is not":     {given: opened(), when: aftercare.Tell{Asked: asks(stranger)}, err: fault.NotFound, says: "no such aftercare"},
		"retracted":                         {given: opened(told(71, done)), when: aftercare.Retract{Asked: asks(caseWorker), ID: id(71), Reason: "ander incident"}, then: []aftercare.Event{aftercare.StepRetracted{ID: id(71), Worker: anna, Reason: person.Of("ander incident")}}},
		"retracted without a reason":        {given: opened(told(71, done)), when: aftercare.Retract{Asked: asks(caseWorker), ID: id(71)}, err: fault.Invalid, says: "reason is missing"},
		"retracted, and never told":         {given: opened(), when: aftercare.Retract{Asked: asks(caseWorker), ID: id(71)}, err: fault.Refused, says: "check it"},
	}.run(t)
}

func TestTheReportToTheInspectorate(t *testing.T) {
	heed := func(injury, mind codes.Code) aftercare.Heed {
		return aftercare.Heed{Asked: asks(caseWorker), ID: id(79), Health: person.Health{Injury: injury, Mind: mind}, On: on("2026-11-20T10:00")}
	}
	became := []aftercare.Event{told(79, step("ARBO_REP", "DUE", "2026-11-20T10:00", "2026-11-20"))}
	was := told(71, step("ARBO_REP", "DUE", "2026-01-02", "2026-01-02"))
	trials{
		"a bruise need not be reported":            {given: opened(), when: heed("I2", "M1")},
		"an admission must":                        {given: opened(), when: heed("I4", ""), then: became},
		"and an injury that turns out lasting":     {given: opened(told(70, step("MEDICAL", "DONE", "2024-01-01", ""))), when: heed("I5", "M2"), then: became},
		"and one of the mind":                      {given: opened(), when: heed("I0", "M_PERM"), then: became},
		"and a death":                              {given: opened(), when: heed("I6", codes.Unknown), then: became},
		"what is due is due":                       {given: opened(was), when: heed("I5", "")},
		"what was reported was reported":           {given: opened(was, told(72, step("ARBO_REP", "DONE", "2026-01-03", ""))), when: heed("I5", "")},
		"what turns out otherwise is due no more":  {given: opened(was), when: heed("I2", ""), then: []aftercare.Event{told(79, step("ARBO_REP", codes.NotApplicable, "2026-11-20T10:00", ""))}},
		"until it turns out again":                 {given: opened(was, told(72, step("ARBO_REP", codes.NotApplicable, "2026-02-01", ""))), when: heed("I5", ""), then: became},
		"what was reported in vain stays reported": {given: opened(told(72, step("ARBO_REP", "DONE", "2026-01-03", ""))), when: heed("I0", "")},
		"what was told of a later day gives way":   {given: opened(was, told(72, step("ARBO_REP", codes.NotApplicable, "2026-11-21", ""))), when: heed("I5", ""), then: []aftercare.Event{told(79, step("ARBO_REP", "DUE", "2026-11-21T13:00", "2026-11-20"))}},
		"on no day":                                {given: opened(), when: aftercare.Heed{Asked: asks(caseWorker), ID: id(79), Health: person.Health{Injury: "I5"}}, err: fault.Invalid, says: "on is missing"},
		"by a reporter":                            {given: opened(), when: aftercare.Heed{Asked: asks(reporter)}, err: fault.Forbidden},
	}.run(t)
}

func TestDuties(t *testing.T) {
	t.Parallel()
	s := aftercare.Decider.Fold(opened(
		told(71, step("TALK_1", "DONE", "2026-11-10", "")), told(72, step("TALK_1", "OFFERED", "2026-11-05", "")), told(73, step("TALK_1", "DUE", "2026-11-01", "2026-11-08")),
		told(74, step("PEER", "DUE", "2026-11-01", "2026-11-08")), told(75, step("PEER", "OFFERED", "2026-11-02", "")),
		told(76, step("LEGAL", "DONE", "2026-11-02", "")), aftercare.StepRetracted{ID: id(76)},
		aftercare.StepTold{ID: id(77), Worker: anna, Step: person.Gone[aftercare.Step]()},
	))
	want := map[codes.Code]aftercare.Duty{
		"TALK_1": {Step: "TALK_1", Status: "DONE", On: on("2026-11-10")},
		"PEER":   {Step: "PEER", Status: "OFFERED", On: on("2026-11-02"), Due: "2026-11-08"},
	}
	for _, d := range s.Duties() {
		expected := aftercare.Duty{Step: d.Step, Status: aftercare.Forgotten} // 77 may have been of any of them
		if told, is := want[d.Step]; is {
			expected = told
		}
		if diff := cmp.Diff(expected, d); diff != "" {
			t.Errorf("%s (-want +got):\n%s", d.Step, diff)
		}
	}
	if got := len(s.Duties()); got != len(codes.Aftercare.Codes)+1 {
		t.Errorf("%d duties, want all and one that is none of the list", got)
	}
	if late := s.Overdue("2026-11-08"); len(late) != 0 {
		t.Errorf("late on the last day: %v", late)
	}
	if late := s.Overdue("2026-11-09"); len(late) != 1 || late[0].Step != "PEER" {
		t.Errorf("late on the day after: %v", late)
	}
}

func TestOrderOfReceiptDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var events []aftercare.Event
		for i := range rapid.IntRange(1, 8).Draw(t, "tellings") {
			events = append(events, told(byte(100+i), step(rapid.SampledFrom([]codes.Code{"PEER", "ARBO_REP"}).Draw(t, "step"),
				rapid.SampledFrom([]codes.Code{"DUE", "OFFERED", "DONE", "DECLINED", codes.NotApplicable}).Draw(t, "status"),
				rapid.SampledFrom([]string{"2026-11", "2026-11-01", "2026-11-01T09:00", "2026-11-01T10:00", "2026-11-02"}).Draw(t, "on"), "")))
		}
		one := aftercare.Decider.Fold(opened(events...))
		two := aftercare.Decider.Fold(opened(rapid.Permutation(events).Draw(t, "order of receipt")...))
		if diff := cmp.Diff(one, two) + cmp.Diff(one.Duties(), two.Duties()) + cmp.Diff(one.ByEffect(), two.ByEffect()); diff != "" {
			t.Fatalf("depends on the order of receipt:\n%s", diff)
		}
	})
}

// TestThereIsNoPlaceForADiagnosis goes through every field that can be asked, recorded
// and known: the one free text is sealed and comes with a warning.
func TestThereIsNoPlaceForADiagnosis(t *testing.T) {
	t.Parallel()
	never := regexp.MustCompile(`(?i)diagnos|illness|disease|condition|symptom|treatment|cause|complaint`)
	texts := map[string]bool{}
	var look func(of reflect.Type, path string)
	look = func(of reflect.Type, path string) {
		if of.PkgPath() == "time" || of == reflect.TypeFor[moment.Moment]() || of == reflect.TypeFor[[]aftercare.Care]() { // files of a view are files again
			return
		}
		switch of.Kind() {
		case reflect.Slice:
			look(of.Elem(), path)
		case reflect.String:
			if of == reflect.TypeFor[string]() {
				texts[path] = true
			}
		case reflect.Struct:
			for i := range of.NumField() {
				field := of.Field(i)
				if never.MatchString(field.Name) {
					t.Errorf("%s.%s may not be kept", path, field.Name)
				}
				look(field.Type, path+"."+field.Name)
			}
		}
	}
	for _, v := range []any{aftercare.Care{}, aftercare.Opened{}, aftercare.StepTold{}, aftercare.StepRetracted{}, aftercare.Step{}} {
		look(reflect.TypeOf(v), reflect.TypeOf(v).Name())
	}
	for path := range texts {
		if !regexp.MustCompile(`(Note|Reason)\.Value$|\.Due$`).MatchString(path) {
			t.Errorf("%s is a free text that stands in clear", path)
		}
	}
	if nl, en := aftercare.NoteWarning(); !strings.Contains(nl, "diagnose") || !strings.Contains(en, "diagnosis") {
		t.Error("nobody is warned")
	}
}
