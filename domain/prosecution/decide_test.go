package prosecution_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
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

	anna, bert = id(21), id(22)
	fight      = id(41)
	complaint  = id(51)
	file       = id(61)
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

func asks(by access.Actor) prosecution.Asked {
	return prosecution.Asked{By: by, At: noon, Employer: rotterdam}
}

// on is a day, a month or a minute in a Dutch winter.
func on(text string) moment.Moment {
	m, err := moment.Parse(text, time.FixedZone("", 3600))
	if err != nil {
		panic(err)
	}
	return m
}

// said is what was heard on 20 November of a step of some day.
func said(step codes.Code, effect string, change ...func(*prosecution.Told)) prosecution.Heard {
	h := prosecution.Heard{Received: on("2026-11-20"), Source: "OM", Told: prosecution.Told{Step: step, Effect: on(effect)}}
	for _, c := range change {
		c(&h.Told)
	}
	return h
}

func outcome(c codes.Code) func(*prosecution.Told) {
	return func(t *prosecution.Told) { t.Outcome = c }
}

func ground(c codes.Code) func(*prosecution.Told) {
	return func(t *prosecution.Told) { t.Sepot = c }
}

func in(c codes.Code) func(*prosecution.Told) { return func(t *prosecution.Told) { t.Instance = c } }

// kept is the notice that a telling becomes.
func kept(n byte, h prosecution.Heard) prosecution.Notice {
	notice := prosecution.Notice{ID: id(n), Received: h.Received, Source: h.Source, Told: person.Of(h.Told)}
	if len(h.Amounts) > 0 {
		notice.Amounts = person.Of(h.Amounts)
	}
	if h.Text != "" {
		notice.Text = person.Of(h.Text)
	}
	if h.Reference != "" {
		notice.Reference = person.Of(h.Reference)
	}
	return notice
}

func received(n byte, h prosecution.Heard) prosecution.Event {
	return prosecution.NoticeReceived{Notice: kept(n, h)}
}

func link(kind prosecution.LinkKind, to uuid.UUID) prosecution.Event {
	return prosecution.Linked{Link: prosecution.Link{Kind: kind, ID: to}}
}

// opened is a case with one incident, two victims and an aangifte.
func opened(events ...prosecution.Event) []prosecution.Event {
	return append([]prosecution.Event{
		prosecution.Opened{Employer: rotterdam.ID, Regime: "AVG"}, link(prosecution.ToIncident, fight),
		link(prosecution.ToWorker, anna), link(prosecution.ToWorker, bert), link(prosecution.ToAangifte, complaint),
	}, events...)
}

func fold(events ...prosecution.Event) prosecution.Case {
	return prosecution.Decider.Fold(opened(events...))
}

type trials map[string]struct {
	given []prosecution.Event
	when  prosecution.Command
	then  []prosecution.Event
	err   fault.Kind
	says  string
}

func (tests trials) run(t *testing.T) {
	t.Parallel()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := prosecution.Decider.Decide(prosecution.Decider.Fold(test.given), test.when)
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
	trials{
		"a case against nobody known yet": {when: prosecution.Open{Asked: asks(caseWorker)}, then: []prosecution.Event{prosecution.Opened{Employer: rotterdam.ID, Regime: "AVG"}}},
		"a case under the Wpg":            {when: prosecution.Open{Asked: asks(registrar), Regime: "WPG"}, then: []prosecution.Event{prosecution.Opened{Employer: rotterdam.ID, Regime: "WPG"}}},
		"a regime that is neither":        {when: prosecution.Open{Asked: asks(registrar), Regime: codes.Other}, err: fault.Invalid, says: "use AVG or WPG"},
		"twice under one id":              {given: opened(), when: prosecution.Open{Asked: asks(registrar)}, err: fault.Refused, says: "use a new id"},
		"an employer that is not there":   {when: prosecution.Open{Asked: prosecution.Asked{By: registrar, At: noon}}, err: fault.Invalid, says: "employer is not known"},
		"for another employer":            {when: prosecution.Open{Asked: asks(stranger)}, err: fault.Forbidden, says: "employer you work for"},
		"a reporter":                      {when: prosecution.Open{Asked: asks(reporter)}, err: fault.Forbidden, says: "criminal data"},
		"nor the operator":                {when: prosecution.Open{Asked: asks(operator)}, err: fault.Forbidden, says: "criminal data"},
	}.run(t)
}

func TestLinks(t *testing.T) {
	to := func(kind prosecution.LinkKind, n uuid.UUID, target prosecution.Target) prosecution.Join {
		return prosecution.Join{Asked: asks(caseWorker), Link: prosecution.Link{Kind: kind, ID: n}, Target: target}
	}
	ours := prosecution.Target{Employer: rotterdam.ID, Regime: "AVG"}
	off := func(kind prosecution.LinkKind, n uuid.UUID, reason string) prosecution.Part {
		return prosecution.Part{Asked: asks(caseWorker), Link: prosecution.Link{Kind: kind, ID: n}, Reason: reason}
	}
	trials{
		"an incident":                       {given: opened(), when: to(prosecution.ToIncident, id(42), ours), then: []prosecution.Event{link(prosecution.ToIncident, id(42))}},
		"linked twice is once":              {given: opened(), when: to(prosecution.ToIncident, fight, ours)},
		"an incident of another employer":   {given: opened(), when: to(prosecution.ToIncident, id(42), prosecution.Target{Employer: utrecht.ID, Regime: "AVG"}), err: fault.Invalid, says: "id is not on record here"},
		"an incident under another law":     {given: opened(), when: to(prosecution.ToIncident, id(42), prosecution.Target{Employer: rotterdam.ID, Regime: "WPG"}), err: fault.Invalid, says: "under another law"},
		"a worker who was hit":              {given: opened(), when: to(prosecution.ToWorker, id(23), prosecution.Target{Hit: []uuid.UUID{anna, id(23)}}), then: []prosecution.Event{link(prosecution.ToWorker, id(23))}},
		"a worker who was not":              {given: opened(), when: to(prosecution.ToWorker, id(23), prosecution.Target{Hit: []uuid.UUID{anna}}), err: fault.Invalid, says: "use " + anna.String() + ", or link an incident first"},
		"a worker where nobody was hit":     {given: opened(), when: to(prosecution.ToWorker, id(23), prosecution.Target{}), err: fault.Invalid, says: "link an incident first in which this worker was hit"},
		"an aangifte":                       {given: opened(), when: to(prosecution.ToAangifte, id(52), ours), then: []prosecution.Event{link(prosecution.ToAangifte, id(52))}},
		"who it was":                        {given: opened(), when: to(prosecution.ToSuspect, file, ours), then: []prosecution.Event{link(prosecution.ToSuspect, file)}},
		"a second suspect":                  {given: opened(link(prosecution.ToSuspect, file)), when: to(prosecution.ToSuspect, id(62), ours), err: fault.Refused, says: "open a case for each suspect"},
		"another after the first was wrong": {given: opened(link(prosecution.ToSuspect, file), prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToSuspect, ID: file}}), when: to(prosecution.ToSuspect, id(62), ours), then: []prosecution.Event{link(prosecution.ToSuspect, id(62))}},
		"to something else":                 {given: opened(), when: to("PARKET", id(1), ours), err: fault.Invalid, says: "use INCIDENT, WORKER, AANGIFTE or SUSPECT"},
		"to nothing":                        {given: opened(), when: to(prosecution.ToWorker, uuid.Nil, ours), err: fault.Invalid, says: "id is missing"},
		"unlinked with a reason":            {given: opened(), when: off(prosecution.ToWorker, anna, "was er niet bij"), then: []prosecution.Event{prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: anna}, Reason: person.Of("was er niet bij")}}},
		"unlinked without one":              {given: opened(), when: off(prosecution.ToWorker, anna, ""), err: fault.Invalid, says: "reason is missing"},
		"unlinked twice is once":            {given: opened(), when: off(prosecution.ToWorker, id(23), "")},
		"in a case that is not there":       {when: to(prosecution.ToWorker, anna, ours), err: fault.NotFound, says: "no such case"},
		"to another employer it is not":     {given: opened(), when: prosecution.Part{Asked: asks(stranger)}, err: fault.NotFound, says: "no such case"},
	}.run(t)
}

func TestReceive(t *testing.T) {
	hear := func(h prosecution.Heard) prosecution.Receive {
		return prosecution.Receive{Asked: asks(caseWorker), ID: id(31), Heard: h}
	}
	heard := func(h prosecution.Heard) []prosecution.Event { return []prosecution.Event{received(31, h)} }
	with := func(change func(*prosecution.Heard)) prosecution.Heard {
		h := said("VERDICT", "2026-11-12", outcome("CONV"))
		change(&h)
		return h
	}
	pays := func(kind codes.Code, who uuid.UUID, cents int64) prosecution.Heard {
		return with(func(h *prosecution.Heard) {
			h.Amounts = []prosecution.Amount{{Claimant: who, Kind: kind, Cents: cents}}
		})
	}
	whole := with(func(h *prosecution.Heard) {
		h.Reference, h.Text = "10/123456-26", "Taakstraf."
		h.Told.Sanctions = []prosecution.Sanction{{Kind: "COMM_SERV", Size: 60}, {Kind: "COMP_ORDER", Size: 45000}}
		h.Told.Offences = []prosecution.Offence{{Offence: "ASSAULT", Article: "300 jo 304 Sr"}}
		h.Told.Uplift, h.Told.Instance = "YES", "FIRST"
		h.Amounts = []prosecution.Amount{{Claimant: anna, Kind: "AWARDED", Cents: 45000}, {Claimant: rotterdam.ID, Kind: "AWARDED", Cents: 0}}
	})
	trials{
		"a whole verdict":                          {given: opened(), when: hear(whole), then: heard(whole)},
		"the same again is no event":               {given: opened(received(31, whole)), when: hear(whole)},
		"another under the same id":                {given: opened(received(31, whole)), when: hear(said("FINAL", "2026-11-19")), err: fault.Refused, says: "correct that one"},
		"a verdict before its summons is accepted": {given: opened(received(32, said("SUMMONS", "2026-11-15"))), when: hear(said("VERDICT", "2026-11-12", outcome("CONV"))), then: heard(said("VERDICT", "2026-11-12", outcome("CONV")))},
		"a step of which nobody knows when":        {given: opened(), when: hear(said("PV_OM", "UNKNOWN")), then: heard(said("PV_OM", "UNKNOWN"))},
		"a step without a time":                    {given: opened(), when: hear(with(func(h *prosecution.Heard) { h.Told.Effect = moment.Moment{} })), err: fault.Invalid, says: "effect is missing"},
		"without a day of receipt":                 {given: opened(), when: hear(with(func(h *prosecution.Heard) { h.Received = moment.Moment{} })), err: fault.Invalid, says: "received is missing"},
		"without a source":                         {given: opened(), when: hear(with(func(h *prosecution.Heard) { h.Source = "" })), err: fault.Invalid, says: "source is empty: use one of POLICE"},
		"a verdict of next week":                   {given: opened(), when: hear(said("VERDICT", "2026-11-28")), err: fault.Invalid, says: "effect lies in the future"},
		"a hearing of next year is announced":      {given: opened(), when: hear(said("HEARING", "2027-01-12T09:30")), then: heard(said("HEARING", "2027-01-12T09:30"))},
		"a hearing in twenty years is not":         {given: opened(), when: hear(said("HEARING", "2046-01-12")), err: fault.Invalid, says: "effect lies in the future"},
		"a step that does not exist":               {given: opened(), when: hear(said("VERDIKT", "2026-11-12")), err: fault.Invalid, says: "did you mean VERDICT?"},
		"something else needs words":               {given: opened(), when: hear(said("OTHER", "2026-11-12")), err: fault.Invalid, says: "text is missing"},
		"a detail of another step":                 {given: opened(), when: hear(said("HEARING", "2026-11-12", ground("02"))), err: fault.Invalid, says: "tell it of SEPOT, SEPOT_REV"},
		"sepot 04 after it was taken out":          {given: opened(), when: hear(said("SEPOT", "2022-07-01", ground("04"))), err: fault.Invalid, says: "directive 2022A004 took this code out"},
		"sepot 04 on its last day":                 {given: opened(), when: hear(said("SEPOT", "2022-06-30", ground("04"))), then: heard(said("SEPOT", "2022-06-30", ground("04")))},
		"a number that our list does not have":     {given: opened(), when: hear(said("SEPOT", "2026-11-12", ground("17"))), then: heard(said("SEPOT", "2026-11-12", ground("17")))},
		"a number that no letter has":              {given: opened(), when: hear(said("SEPOT", "2026-11-12", ground("2"))), err: fault.Invalid, says: "sepot is not a code"},
		"a sepot of which the number was asked":    {given: opened(), when: hear(said("SEPOT", "2026-11-12", ground(codes.Unknown))), then: heard(said("SEPOT", "2026-11-12", ground(codes.Unknown)))},
		"doxing before there was a law":            {given: opened(), when: hear(said("VERDICT", "2023-12-31", func(t *prosecution.Told) { t.Offences = []prosecution.Offence{{Offence: "DOXING"}} })), err: fault.Invalid, says: "art. 285d Sr exists since 1 January 2024"},
		"an outcome that a verdict does not bring": {given: opened(), when: hear(said("VERDICT", "2026-11-12", outcome("SEPOT_POL"))), err: fault.Invalid, says: "use one of CONV, ACQ"},
		"a verdict on appeal is an arrest":         {given: opened(), when: hear(said("VERDICT", "2026-11-12", in("APPEAL"))), err: fault.Invalid, says: "ARREST_HOF on appeal"},
		"a sentence with an acquittal": {given: opened(), when: hear(with(func(h *prosecution.Heard) {
			h.Told.Outcome, h.Told.Sanctions = "ACQ", []prosecution.Sanction{{Kind: "FINE"}}
		})), err: fault.Invalid, says: "sanctions go with an acquittal"},
		"a percentage without an uplift":            {given: opened(), when: hear(said("DEMAND", "2026-11-12", func(t *prosecution.Told) { t.Percent = codes.Exactly(200) })), err: fault.Invalid, says: "say YES for the uplift"},
		"a demand that names the uplift":            {given: opened(), when: hear(said("DEMAND", "2026-11-12", func(t *prosecution.Told) { t.Uplift, t.Percent = "YES", codes.Exactly(200) })), then: heard(said("DEMAND", "2026-11-12", func(t *prosecution.Told) { t.Uplift, t.Percent = "YES", codes.Exactly(200) }))},
		"an aangifte that is not linked":            {given: opened(), when: hear(said("AANG", "2026-11-12", func(t *prosecution.Told) { t.Aangifte = id(52) })), err: fault.Invalid, says: "link it first"},
		"an aangifte that is":                       {given: opened(), when: hear(said("AANG", "2026-11-12", func(t *prosecution.Told) { t.Aangifte = complaint })), then: heard(said("AANG", "2026-11-12", func(t *prosecution.Told) { t.Aangifte = complaint }))},
		"an award below zero":                       {given: opened(), when: hear(pays("AWARDED", anna, -1)), err: fault.Invalid, says: "cents is below zero"},
		"an award above what can be kept":           {given: opened(), when: hear(pays("AWARDED", anna, 100_000_000_001)), err: fault.Invalid, says: "at most 100000000000"},
		"an award to a stranger":                    {given: opened(), when: hear(pays("AWARDED", id(29), 1)), err: fault.Invalid, says: "use a worker who is linked"},
		"a payment that a verdict does not bring":   {given: opened(), when: hear(pays("PAID", anna, 1)), err: fault.Invalid, says: "tell it of EXEC_START, EXEC_END, EXEC_FAIL, DMG_PAID"},
		"a reporter hears nothing":                  {given: opened(), when: prosecution.Receive{Asked: asks(reporter), ID: id(31), Heard: whole}, err: fault.Forbidden, says: "criminal data"},
		"without a purpose":                         {given: opened(), when: prosecution.Receive{Asked: asks(access.Actor{Role: access.CaseWorker, Employer: rotterdam.ID})}, err: fault.Forbidden, says: "for which purpose"},
		"a closed case hears more":                  {given: opened(prosecution.Closed{}), when: hear(said("PV_OM", "2026-11-12")), then: heard(said("PV_OM", "2026-11-12"))},
		"and reopens when a victim must be told it": {given: opened(prosecution.Closed{}), when: hear(whole), then: append(heard(whole), prosecution.Reopened{})},
	}.run(t)
}

func TestCorrections(t *testing.T) {
	was, is := said("SEPOT", "2026-11-12", ground("02")), said("SEPOT", "2026-11-12", ground("01"))
	given := opened(received(31, was))
	correct := func(h prosecution.Heard, reason string) prosecution.Correct {
		return prosecution.Correct{Asked: asks(caseWorker), ID: id(31), Heard: h, Reason: reason}
	}
	later := was
	later.Source = "POLICE"
	gone := kept(31, was)
	gone.Told = person.Gone[prosecution.Told]()
	trials{
		"another ground":                         {given: given, when: correct(is, "herziening"), then: []prosecution.Event{prosecution.NoticeCorrected{Notice: kept(31, is), Again: true, Reason: person.Of("herziening")}}},
		"who told it is nothing to tell again":   {given: given, when: correct(later, "bron"), then: []prosecution.Event{prosecution.NoticeCorrected{Notice: kept(31, later), Reason: person.Of("bron")}}},
		"the same is no event":                   {given: given, when: correct(was, "")},
		"without a reason":                       {given: given, when: correct(is, ""), err: fault.Invalid, says: "reason is missing"},
		"a notice that was never received":       {given: opened(), when: correct(is, "x"), err: fault.Refused, says: "receive the notice first"},
		"one that was withdrawn":                 {given: opened(received(31, was), prosecution.NoticeWithdrawn{ID: id(31)}), when: correct(is, "x"), err: fault.Refused, says: "under a new id"},
		"one that was destroyed":                 {given: opened(prosecution.NoticeReceived{Notice: gone}), when: correct(is, "x"), err: fault.Refused, says: "was destroyed"},
		"withdrawn":                              {given: given, when: prosecution.Withdraw{Asked: asks(caseWorker), ID: id(31), Reason: "andere zaak"}, then: []prosecution.Event{prosecution.NoticeWithdrawn{ID: id(31), Reason: person.Of("andere zaak")}}},
		"withdrawn twice is once":                {given: opened(received(31, was), prosecution.NoticeWithdrawn{ID: id(31)}), when: prosecution.Withdraw{Asked: asks(caseWorker), ID: id(31)}},
		"withdrawn without a reason":             {given: given, when: prosecution.Withdraw{Asked: asks(caseWorker), ID: id(31)}, err: fault.Invalid, says: "reason is missing"},
		"a withdrawn one does not return":        {given: opened(received(31, was), prosecution.NoticeWithdrawn{ID: id(31)}), when: prosecution.Receive{Asked: asks(caseWorker), ID: id(31), Heard: was}, err: fault.Refused, says: "use a new id"},
		"what nobody knows cannot be withdrawn":  {given: opened(), when: prosecution.Withdraw{Asked: asks(caseWorker), ID: id(31), Reason: "x"}, err: fault.Refused, says: "no notice with this id"},
		"nothing of the kind can be asked":       {given: given, err: fault.Invalid, says: "cannot be asked of a case"},
		"a correction that reopens a closed one": {given: opened(received(31, was), tellAll(71, anna, 31, 0), tellAll(72, bert, 31, 0), prosecution.Closed{}), when: correct(is, "x"), then: []prosecution.Event{prosecution.NoticeCorrected{Notice: kept(31, is), Again: true, Reason: person.Of("x")}, prosecution.Reopened{}}},
	}.run(t)
}

func tellAll(telling byte, victim uuid.UUID, notice byte, revision int) prosecution.Event {
	return prosecution.VictimTold{ID: id(telling), Victim: victim, Of: []prosecution.Revision{{Notice: id(notice), Revision: revision}}, Channel: "LETTER", On: on("2026-11-20")}
}
