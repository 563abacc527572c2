package suspect_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

var (
	noon      = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rotterdam = employer.Employer{ID: id(1), Code: "GEM-ROTTERDAM"}
	utrecht   = employer.Employer{ID: id(2), Code: "RAV-UTRECHT"}

	registrar  = access.Actor{ID: id(11), Role: access.Registrar, Employer: rotterdam.ID, Purpose: access.Registration}
	caseWorker = access.Actor{ID: id(12), Role: access.CaseWorker, Employer: rotterdam.ID, Purpose: access.FollowUp}
	reporter   = access.Actor{ID: id(13), Role: access.Reporter, Employer: rotterdam.ID, Purpose: access.Registration}
	operator   = access.Actor{ID: id(14), Role: access.Operator, Purpose: access.Operation}
	stranger   = access.Actor{ID: id(15), Role: access.Registrar, Employer: utrecht.ID, Purpose: access.Registration}
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

func asks(by access.Actor) suspect.Asked {
	return suspect.Asked{By: by, At: noon, Employer: rotterdam}
}

func opened(events ...suspect.Event) []suspect.Event {
	first := suspect.Opened{Employer: rotterdam.ID, Regime: "AVG", Profile: person.Of(person.Profile{Sex: "MALE", AgeBand: codes.Unknown})}
	return append([]suspect.Event{first}, events...)
}

type trials map[string]struct {
	given []suspect.Event
	when  suspect.Command
	then  []suspect.Event
	err   fault.Kind
	says  string
}

func (tests trials) run(t *testing.T) {
	t.Parallel()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := suspect.Decider.Decide(suspect.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %s about %q", err, test.err, test.says)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	profile := person.Profile{Sex: "FEMALE", AgeBand: "AGE_18_22", Relation: "PATIENT"}
	trials{
		"a file with what was seen":        {when: suspect.Open{Asked: asks(registrar), Profile: profile}, then: []suspect.Event{suspect.Opened{Employer: rotterdam.ID, Regime: "AVG", Profile: person.Of(profile)}}},
		"a file of which nothing is known": {when: suspect.Open{Asked: asks(caseWorker), Regime: "WPG", Profile: person.Profile{Sex: codes.NotRecorded}}, then: []suspect.Event{suspect.Opened{Employer: rotterdam.ID, Regime: "WPG"}}},
		"a regime that is neither":         {when: suspect.Open{Asked: asks(registrar), Regime: codes.Other}, err: fault.Invalid, says: "regime is neither"},
		"a wrong sex":                      {when: suspect.Open{Asked: asks(registrar), Profile: person.Profile{Sex: "M"}}, err: fault.Invalid, says: "sex is not a code"},
		"an exact age":                     {when: suspect.Open{Asked: asks(registrar), Profile: person.Profile{AgeBand: "23"}}, err: fault.Invalid, says: "age_band is not a code"},
		"twice under one id":               {given: opened(), when: suspect.Open{Asked: asks(registrar)}, err: fault.Refused, says: "use a new id"},
		"an employer that is not there":    {when: suspect.Open{Asked: suspect.Asked{By: registrar, At: noon}}, err: fault.Invalid, says: "employer is not known"},
		"for another employer":             {when: suspect.Open{Asked: asks(stranger)}, err: fault.Forbidden, says: "employer you work for"},
		"a reporter":                       {when: suspect.Open{Asked: asks(reporter)}, err: fault.Forbidden, says: "criminal data"},
		"nor the operator":                 {when: suspect.Open{Asked: asks(operator)}, err: fault.Forbidden, says: "criminal data"},
	}.run(t)
}

func TestDescribe(t *testing.T) {
	tell := func(p person.Profile) suspect.Describe { return suspect.Describe{Asked: asks(registrar), Profile: p} }
	told := func(p person.Profile) []suspect.Event {
		return []suspect.Event{suspect.Described{Profile: person.Of(p)}}
	}
	trials{
		"what was not known":             {given: opened(), when: tell(person.Profile{AgeBand: "AGE_23_29", Relation: "CITIZEN"}), then: told(person.Profile{AgeBand: "AGE_23_29", Relation: "CITIZEN"})},
		"what turned out otherwise":      {given: opened(), when: tell(person.Profile{Sex: "NEITHER"}), then: told(person.Profile{Sex: "NEITHER"})},
		"the same is no event":           {given: opened(), when: tell(person.Profile{Sex: "MALE"})},
		"nothing is no event":            {given: opened(), when: tell(person.Profile{})},
		"not to know takes nothing back": {given: opened(), when: tell(person.Profile{Sex: codes.Unknown})},
		"a wrong relation":               {given: opened(), when: tell(person.Profile{Relation: "FOREIGNER"}), err: fault.Invalid, says: "relation is not a code"},
		"a file that is not there":       {when: tell(person.Profile{}), err: fault.NotFound, says: "no such suspect"},
		"to another employer it is not":  {given: opened(), when: suspect.Describe{Asked: asks(stranger)}, err: fault.NotFound, says: "no such suspect"},
		"without a purpose":              {given: opened(), when: suspect.Describe{Asked: asks(access.Actor{Role: access.Registrar, Employer: rotterdam.ID})}, err: fault.Forbidden, says: "for which purpose"},
	}.run(t)
}

func TestIdentity(t *testing.T) {
	who := person.Suspect{Name: "K. Anarie", BornOn: "2001-02-03"}
	identify := func(i person.Suspect) suspect.Identify { return suspect.Identify{Asked: asks(caseWorker), Identity: i} }
	identified := suspect.Identified{Identity: person.Of(who)}
	unlink := suspect.UnlinkIdentity{Asked: asks(registrar), Reason: "was zijn broer"}
	trials{
		"who it is":                      {given: opened(), when: identify(person.Suspect{Name: " K. Anarie ", BornOn: "2001-02-03"}), then: []suspect.Event{identified}},
		"the same again is no event":     {given: opened(identified), when: identify(who)},
		"somebody else":                  {given: opened(identified), when: identify(person.Suspect{Name: "A. Nders"}), err: fault.Refused, says: "unlink it first"},
		"somebody after it was unlinked": {given: opened(identified, suspect.IdentityUnlinked{}), when: identify(who), then: []suspect.Event{identified}},
		"somebody after it was erased":   {given: opened(suspect.Identified{Identity: person.Gone[person.Suspect]()}), when: identify(who), err: fault.Refused, says: "was destroyed"},
		"nobody":                         {given: opened(), when: identify(person.Suspect{}), err: fault.Invalid, says: "name is missing"},
		"born tomorrow":                  {given: opened(), when: identify(person.Suspect{Name: "K", BornOn: "2026-11-22"}), err: fault.Invalid, says: "born_on lies in the future"},
		"born on no day":                 {given: opened(), when: identify(person.Suspect{Name: "K", BornOn: "2001"}), err: fault.Invalid, says: "born_on is not a day"},
		"unlinked with a reason":         {given: opened(identified), when: unlink, then: []suspect.Event{suspect.IdentityUnlinked{Reason: person.Of("was zijn broer")}}},
		"unlinked twice is once":         {given: opened(identified, suspect.IdentityUnlinked{}), when: unlink},
		"unlinked without a reason":      {given: opened(identified), when: suspect.UnlinkIdentity{Asked: asks(registrar)}, err: fault.Invalid, says: "reason is missing"},
		"what was erased is unlinked":    {given: opened(suspect.Identified{Identity: person.Gone[person.Suspect]()}), when: unlink, then: []suspect.Event{suspect.IdentityUnlinked{Reason: person.Of("was zijn broer")}}},
		"a reporter does not identify":   {given: opened(), when: suspect.Identify{Asked: asks(reporter), Identity: who}, err: fault.Forbidden},
	}.run(t)
}

func TestHistory(t *testing.T) {
	entry := func(change func(*person.History)) person.History {
		h := person.History{Flag: "H_ANTEC", Provenance: "OM_FEEDBACK", On: "2026-11-20", Document: "OM-2026-17"}
		if change != nil {
			change(&h)
		}
		return h
	}
	tell := func(h person.History) suspect.TellHistory {
		return suspect.TellHistory{Asked: asks(caseWorker), ID: id(31), Entry: h}
	}
	told := func(h person.History) suspect.HistoryTold {
		return suspect.HistoryTold{ID: id(31), Entry: person.Of(h)}
	}
	own := entry(func(h *person.History) { *h = person.History{Flag: "H_WARNED", Provenance: "OWN", On: "2025-01-02"} })
	none := entry(func(h *person.History) {
		*h = person.History{Flag: "H_NONE_KNOWN", Provenance: "OWN", On: "2026-11-20"}
	})
	by := func(flag, source codes.Code) person.History {
		return entry(func(h *person.History) { h.Flag, h.Provenance = flag, source })
	}
	trials{
		"a conviction with the notice that says so": {given: opened(), when: tell(entry(nil)), then: []suspect.Event{told(entry(nil))}},
		"a suspicion from the police":               {given: opened(), when: tell(by("H_SUSP_VIOL", "POLICE_FEEDBACK")), then: []suspect.Event{told(by("H_SUSP_VIOL", "POLICE_FEEDBACK"))}},
		"a conviction from a judgment":              {given: opened(), when: tell(by("H_ANTEC", "JUDGMENT")), then: []suspect.Event{told(by("H_ANTEC", "JUDGMENT"))}},
		"a conviction, said by a worker":            {given: opened(), when: tell(by("H_ANTEC", "WORKER_STATEMENT")), err: fault.Invalid, says: "a worker's statement is no source"},
		"a suspicion, said by a worker":             {given: opened(), when: tell(by("H_SUSP_VIOL", "WORKER_STATEMENT")), err: fault.Invalid, says: "provenance cannot be a source of criminal data"},
		"a registration, said by a worker":          {given: opened(), when: tell(by("H_ONB_5Y", "WORKER_STATEMENT")), err: fault.Invalid, says: "provenance cannot be a source of criminal data"},
		"a registration from the own register":      {given: opened(), when: tell(by("H_ONB_5Y", "OWN")), err: fault.Invalid, says: "provenance cannot be a source of criminal data"},
		"a conviction without a document":           {given: opened(), when: tell(entry(func(h *person.History) { h.Document = " " })), err: fault.Invalid, says: "document is missing"},
		"a conviction without a day":                {given: opened(), when: tell(entry(func(h *person.History) { h.On = "" })), err: fault.Invalid, says: "on is missing"},
		"a notice of tomorrow":                      {given: opened(), when: tell(entry(func(h *person.History) { h.On = "2026-11-22" })), err: fault.Invalid, says: "on lies in the future"},
		"the employer's own needs no document":      {given: opened(), when: tell(own), then: []suspect.Event{told(own)}},
		"the employer's own, said by a worker":      {given: opened(), when: tell(by("H_REPEAT_OWN", "WORKER_STATEMENT")), then: []suspect.Event{told(by("H_REPEAT_OWN", "WORKER_STATEMENT"))}},
		"nothing found is told too":                 {given: opened(), when: tell(none), then: []suspect.Event{told(none)}},
		"nothing found beside something":            {given: opened(told(entry(nil))), when: suspect.TellHistory{Asked: asks(registrar), ID: id(32), Entry: none}, err: fault.Refused, says: "this says that there is none"},
		"something after nothing was found":         {given: opened(told(none)), when: suspect.TellHistory{Asked: asks(registrar), ID: id(32), Entry: own}, then: []suspect.Event{suspect.HistoryTold{ID: id(32), Entry: person.Of(own)}}},
		"the same again is no event":                {given: opened(told(own)), when: suspect.TellHistory{Asked: asks(registrar), ID: id(33), Entry: own}},
		"another under its id":                      {given: opened(told(own)), when: tell(entry(nil)), err: fault.Refused, says: "another entry with this id"},
		"without an id":                             {given: opened(), when: suspect.TellHistory{Asked: asks(registrar), Entry: own}, err: fault.Invalid, says: "id is missing"},
		"anything else":                             {given: opened(), when: tell(by(codes.Other, "OWN")), err: fault.Invalid, says: "nothing else may be kept of a suspect's past"},
		"a flag that nobody knows":                  {given: opened(), when: tell(by(codes.Unknown, "OWN")), err: fault.Invalid, says: "flag needs an answer"},
		"from nobody":                               {given: opened(), when: tell(by("H_BAN", "")), err: fault.Invalid, says: "provenance is empty"},
		"from somebody else":                        {given: opened(), when: tell(by("H_BAN", codes.Other)), err: fault.Invalid, says: "provenance is none of the list"},
		"an entry that was wrong is taken back":     {given: opened(told(own)), when: suspect.RetractHistory{Asked: asks(registrar), ID: id(31), Reason: "ander dossier"}, then: []suspect.Event{suspect.HistoryRetracted{ID: id(31), Reason: person.Of("ander dossier")}}},
		"taken back twice is once":                  {given: opened(told(own), suspect.HistoryRetracted{ID: id(31)}), when: suspect.RetractHistory{Asked: asks(registrar), ID: id(31), Reason: "x"}},
		"taken back without a reason":               {given: opened(told(own)), when: suspect.RetractHistory{Asked: asks(registrar), ID: id(31)}, err: fault.Invalid, says: "reason is missing"},
		"a reporter tells no history":               {given: opened(), when: suspect.TellHistory{Asked: asks(reporter), ID: id(31), Entry: own}, err: fault.Forbidden},
	}.run(t)
}

// TestEveryFlagThatNeedsANoticeIsRefusedWithoutOne goes through flag × provenance.
func TestEveryFlagThatNeedsANoticeIsRefusedWithoutOne(t *testing.T) {
	t.Parallel()
	given := suspect.Decider.Fold(opened())
	needs := map[codes.Code]bool{"H_ANTEC": true, "H_SUSP_VIOL": true, "H_ONB_5Y": true}
	notices := map[codes.Code]bool{"POLICE_FEEDBACK": true, "OM_FEEDBACK": true, "JUDGMENT": true}
	for _, flag := range codes.HistoryFlag.Codes {
		for _, source := range codes.Provenance.Codes {
			for _, document := range []string{"", "PV-17"} {
				_, err := suspect.Decider.Decide(given, suspect.TellHistory{Asked: asks(registrar), ID: id(31),
					Entry: person.History{Flag: flag.Code, Provenance: source.Code, On: "2026-01-02", Document: document}})
				want := !needs[flag.Code] || notices[source.Code] && document != ""
				if (err == nil) != want {
					t.Errorf("%s from %s with document %q: %v", flag.Code, source.Code, document, err)
				}
			}
		}
	}
}

func TestClear(t *testing.T) {
	acquitted := person.Clearance{Ground: "ACQUITTAL", On: "2026-11-20", Document: "ECLI:NL:RBROT:2026:1"}
	clear := func(c person.Clearance) suspect.Clear {
		return suspect.Clear{Asked: asks(caseWorker), Incident: id(41), Clearance: c}
	}
	cleared := suspect.Cleared{Incident: id(41), Clearance: person.Of(acquitted)}
	review := func(leaves bool, reason string) suspect.Review {
		return suspect.Review{Asked: asks(registrar), Incident: id(41), Leaves: leaves, Reason: reason}
	}
	left := suspect.Reviewed{Incident: id(41), Leaves: true, Reason: person.Of("vrijgesproken")}
	trials{
		"acquitted":                      {given: opened(), when: clear(acquitted), then: []suspect.Event{cleared}},
		"dismissed with code 01":         {given: opened(), when: clear(person.Clearance{Ground: "SEPOT_01", On: "2026-11-20", Document: "x"}), then: []suspect.Event{suspect.Cleared{Incident: id(41), Clearance: person.Of(person.Clearance{Ground: "SEPOT_01", On: "2026-11-20", Document: "x"})}}},
		"dismissed for want of evidence": {given: opened(), when: clear(person.Clearance{Ground: "02", On: "2026-11-20", Document: "x"}), err: fault.Invalid, says: "ground is not a code"},
		"for another reason":             {given: opened(), when: clear(person.Clearance{Ground: codes.Other, On: "2026-11-20", Document: "x"}), err: fault.Invalid, says: "by the prosecutor or by a court"},
		"without a letter":               {given: opened(), when: clear(person.Clearance{Ground: "SEPOT_01", On: "2026-11-20"}), err: fault.Invalid, says: "document is missing"},
		"of no incident":                 {given: opened(), when: suspect.Clear{Asked: asks(registrar), Clearance: acquitted}, err: fault.Invalid, says: "incident is missing"},
		"cleared twice is once":          {given: opened(cleared), when: clear(acquitted)},
		"reviewed with a reason":         {given: opened(cleared), when: review(true, "vrijgesproken"), then: []suspect.Event{left}},
		"reviewed without one":           {given: opened(cleared), when: review(true, ""), err: fault.Invalid, says: "reason is missing"},
		"reviewed twice is once":         {given: opened(cleared, left), when: review(true, "nog eens")},
		"reviewed otherwise later":       {given: opened(cleared, left), when: review(false, "hoger beroep"), then: []suspect.Event{suspect.Reviewed{Incident: id(41), Reason: person.Of("hoger beroep")}}},
		"nothing to review":              {given: opened(), when: review(true, "x"), err: fault.Refused, says: "nothing to review"},
		"a reporter clears nobody":       {given: opened(), when: suspect.Clear{Asked: asks(reporter), Incident: id(41), Clearance: acquitted}, err: fault.Forbidden},
		"no command is refused":          {when: nil, err: fault.Invalid},
	}.run(t)
	for name, test := range map[string]struct {
		given         []suspect.Event
		counts, waits bool
	}{
		"not cleared":               {opened(), true, false},
		"cleared, not reviewed":     {opened(cleared), false, true},
		"cleared, and out":          {opened(cleared, left), false, false},
		"cleared, and all the same": {opened(cleared, suspect.Reviewed{Incident: id(41)}), true, false},
	} {
		s := suspect.Decider.Fold(test.given)
		if s.Counts(id(41)) != test.counts || s.UnderReview() != test.waits || !s.Counts(id(42)) {
			t.Errorf("%s: counts %t, under review %t", name, s.Counts(id(41)), s.UnderReview())
		}
	}
}

// TestNoFieldHoldsOriginOrScore holds what may never be kept of a suspect, in
// everything that can be asked, recorded and known.
func TestNoFieldHoldsOriginOrScore(t *testing.T) {
	t.Parallel()
	never := regexp.MustCompile(`(?i)ethnic|nation|relig|language|origin|country|descent|race|colour|score|risk|rank|weight`)
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type, string)
	look = func(of reflect.Type, path string) {
		if seen[of] || of.PkgPath() == "time" || of == reflect.TypeFor[employer.Employer]() {
			return
		}
		seen[of] = true
		switch of.Kind() {
		case reflect.Slice, reflect.Pointer:
			look(of.Elem(), path)
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
	for _, v := range []any{
		suspect.File{}, suspect.Open{}, suspect.Describe{}, suspect.Identify{}, suspect.UnlinkIdentity{}, suspect.TellHistory{}, suspect.RetractHistory{}, suspect.Clear{}, suspect.Review{},
		suspect.Opened{}, suspect.Described{}, suspect.Identified{}, suspect.IdentityUnlinked{}, suspect.HistoryTold{}, suspect.HistoryRetracted{}, suspect.Cleared{}, suspect.Reviewed{},
	} {
		look(reflect.TypeOf(v), reflect.TypeOf(v).Name())
	}
	if !seen[reflect.TypeFor[person.Profile]()] || !seen[reflect.TypeFor[person.History]()] {
		t.Error("what is known of a suspect was not looked at")
	}
}
