package casework_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

var (
	zuid   = uuid.MustParse("0199aaaa-0000-7000-8000-000000000001")
	ada    = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000a1")
	bo     = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000b0")
	cor    = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000c0")
	del    = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000d0")
	eve    = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000ee")
	fay    = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000fa")
	victim = uuid.MustParse("0199aaaa-0000-7000-8000-0000000000f1")
	noon   = time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC)
	today  = calendar.On(2026, 11, 26)

	opened = casework.Opened{Employer: zuid}
	adas   = casework.Assigned{Responsible: ada, StandIn: bo}
)

func asked(id uuid.UUID, role access.Role) casework.Asked {
	return casework.Asked{
		By: access.Actor{ID: id, Role: role, Employer: zuid, Purpose: access.FollowUp}, At: noon, File: casework.File{Employer: zuid},
	}
}

func by(id uuid.UUID) casework.Asked { return asked(id, access.CaseWorker) }

// merged is of a case that is followed as another one.
func merged(a casework.Asked) casework.Asked {
	a.File.Survivor = victim
	return a
}

// staff are who is known at the employer; del is nobody.
var staff = []access.Known{
	colleague(ada, access.CaseWorker), colleague(bo, access.CaseWorker), colleague(cor, access.CaseWorker),
	{Actor: access.Actor{ID: eve, Role: access.CaseWorker, Employer: zuid, Unit: "NOORD", Purpose: access.FollowUp}}, colleague(fay, access.Manager),
}

func colleague(id uuid.UUID, role access.Role) access.Known {
	return access.Known{Actor: access.Actor{ID: id, Role: role, Employer: zuid, Purpose: role.Purposes()[0]}}
}

// among adds them to what gives a file to somebody.
func among(c casework.Command) casework.Command {
	switch c := c.(type) {
	case casework.Assign:
		c.Known = staff
		return c
	case casework.HandOver:
		c.Known = staff
		return c
	}
	return c
}

// inUnit is of a file of a unit, and ofCare of one about a worker.
func inUnit(a casework.Asked, unit string) casework.Asked {
	a.File.Unit = unit
	return a
}

func ofCare(a casework.Asked) casework.Asked {
	a.File.Worker = victim
	return a
}

type scenario struct {
	given []casework.Event
	when  casework.Command
	then  []casework.Event
	fault fault.Kind
}

func (s scenario) check(t *testing.T) {
	t.Helper()
	before := casework.Decider.Fold(s.given)
	got, err := casework.Decider.Decide(before, among(s.when))
	if fault.KindOf(err) != s.fault || (err != nil) != (s.fault != "") {
		t.Fatalf("refused with %v, want %q", err, s.fault)
	}
	if diff := cmp.Diff(s.then, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(casework.Decider.Fold(s.given), before); diff != "" {
		t.Errorf("deciding changed the state it was given:\n%s", diff)
	}
}

func TestWhoseAFileIs(t *testing.T) {
	t.Parallel()
	offered := []casework.Event{opened, adas, casework.HandOverOffered{To: cor}}
	for name, s := range map[string]scenario{
		"the first that is done about a file opens the work on it": {
			when: casework.Assign{Asked: by(ada), Responsible: ada, StandIn: bo}, then: []casework.Event{opened, adas}},
		"a file that nobody has is given to somebody": {
			given: []casework.Event{opened}, when: casework.Assign{Asked: by(bo), Responsible: ada, StandIn: bo}, then: []casework.Event{adas}},
		"assigning it as it is changes nothing": {
			given: []casework.Event{opened, adas}, when: casework.Assign{Asked: by(ada), Responsible: ada, StandIn: bo}},
		"whoever has it gets another stand-in": {
			given: []casework.Event{opened, adas}, when: casework.Assign{Asked: by(ada), Responsible: ada, StandIn: cor},
			then: []casework.Event{casework.Assigned{Responsible: ada, StandIn: cor}}},
		"nobody takes a file from somebody": {
			given: []casework.Event{opened, adas}, when: casework.Assign{Asked: by(bo), Responsible: bo}, fault: fault.Refused},
		"somebody follows it, not nobody": {
			given: []casework.Event{opened}, when: casework.Assign{Asked: by(ada), StandIn: bo}, fault: fault.Invalid},
		"nobody is given a case that was merged into another": {
			given: []casework.Event{opened}, when: casework.Assign{Asked: merged(by(ada)), Responsible: ada}, fault: fault.Refused},
		"nobody offers one": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: merged(by(ada)), To: cor}, fault: fault.Refused},
		"nobody stands in for himself": {
			given: []casework.Event{opened}, when: casework.Assign{Asked: by(ada), Responsible: ada, StandIn: ada}, fault: fault.Invalid},
		"whoever has it offers it": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: by(ada), To: cor}, then: []casework.Event{casework.HandOverOffered{To: cor}}},
		"the registrar offers the file of somebody who cannot": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: asked(bo, access.Registrar), To: cor}, then: []casework.Event{casework.HandOverOffered{To: cor}}},
		"nobody else offers it": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: by(bo), To: cor}, fault: fault.Forbidden},
		"a file that nobody has is not handed over": {
			given: []casework.Event{opened}, when: casework.HandOver{Asked: by(ada), To: cor}, fault: fault.Refused},
		"offering it again changes nothing":    {given: offered, when: casework.HandOver{Asked: by(ada), To: cor}},
		"one at a time is asked":               {given: offered, when: casework.HandOver{Asked: by(ada), To: bo}, fault: fault.Refused},
		"whoever was asked accepts":            {given: offered, when: casework.Accept{Asked: by(cor)}, then: []casework.Event{casework.HandOverAccepted{Responsible: cor, StandIn: bo}}},
		"nobody else accepts":                  {given: offered, when: casework.Accept{Asked: by(bo)}, fault: fault.Refused},
		"not the giver either":                 {given: []casework.Event{opened, adas}, when: casework.Accept{Asked: by(bo)}, fault: fault.Refused},
		"accepting what one has is as asked":   {given: offered, when: casework.Accept{Asked: by(ada)}},
		"declining takes a reason to read":     {given: offered, when: casework.Decline{Asked: by(cor), Reason: "\xff"}, fault: fault.Invalid},
		"declining takes a reason":             {given: offered, when: casework.Decline{Asked: by(cor)}, fault: fault.Invalid},
		"whoever was asked declines":           {given: offered, when: casework.Decline{Asked: by(cor), Reason: "Te druk."}, then: []casework.Event{casework.HandOverDeclined{Reason: person.Of("Te druk.")}}},
		"the giver takes the offer back":       {given: offered, when: casework.Keep{Asked: by(ada)}, then: []casework.Event{casework.HandOverWithdrawn{}}},
		"whoever was asked cannot do that":     {given: offered, when: casework.Keep{Asked: by(cor)}, fault: fault.Forbidden},
		"without an offer there is none to":    {given: []casework.Event{opened, adas}, when: casework.Keep{Asked: by(ada)}},
		"an offer that was taken back is gone": {given: append(offered, casework.HandOverWithdrawn{}), when: casework.Accept{Asked: by(cor)}, fault: fault.Refused},
		"the stand-in who takes over changes places": {
			given: []casework.Event{opened, adas, casework.HandOverOffered{To: bo}}, when: casework.Accept{Asked: by(bo)},
			then: []casework.Event{casework.HandOverAccepted{Responsible: bo, StandIn: ada}}},
		"a file is given to who is known only": {
			given: []casework.Event{opened}, when: casework.Assign{Asked: by(ada), Responsible: del}, fault: fault.Invalid},
		"so is a stand-in": {
			given: []casework.Event{opened, adas}, when: casework.Assign{Asked: by(ada), Responsible: ada, StandIn: del}, fault: fault.Invalid},
		"and who is asked to take it over": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: by(ada), To: del}, fault: fault.Invalid},
		"a manager follows no case": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: by(ada), To: fay}, fault: fault.Invalid},
		"but care": {
			when: casework.Assign{Asked: ofCare(by(ada)), Responsible: fay},
			then: []casework.Event{casework.Opened{Employer: zuid, Worker: victim}, casework.Assigned{Responsible: fay}}},
		"who is kept to a unit follows no file of the whole employer": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: by(ada), To: eve}, fault: fault.Invalid},
		"but one of the unit": {
			given: []casework.Event{opened, adas}, when: casework.HandOver{Asked: inUnit(by(ada), "NOORD"), To: eve}, then: []casework.Event{casework.HandOverOffered{To: eve}}},
		"whoever asks may take it, known or not yet": {
			given: []casework.Event{opened}, when: casework.Assign{Asked: by(del), Responsible: del}, then: []casework.Event{casework.Assigned{Responsible: del}}},
		"whoever has it keeps it when he is known no more": {
			given: []casework.Event{opened, casework.Assigned{Responsible: del, StandIn: ada}}, when: casework.Assign{Asked: by(ada), Responsible: del, StandIn: bo},
			then: []casework.Event{casework.Assigned{Responsible: del, StandIn: bo}}},
		"a reporter follows no case":             {given: []casework.Event{opened}, when: casework.Assign{Asked: asked(ada, access.Reporter), Responsible: ada}, fault: fault.Forbidden},
		"a file that is not there is nobody's":   {when: casework.Assign{Asked: casework.Asked{By: by(ada).By, At: noon}, Responsible: ada}, fault: fault.NotFound},
		"the program itself takes no file over":  {given: offered, when: casework.Accept{Asked: casework.Asked{By: access.Clocks(), File: casework.File{Employer: zuid}}}, fault: fault.Forbidden},
		"whoever follows cases keeps no clocks":  {given: offered, when: casework.Count{Asked: by(ada)}, fault: fault.Forbidden},
		"what is not a command is none to obey":  {when: nil, fault: fault.Invalid},
		"a registrar who was asked accepts, too": {given: offered, when: casework.Accept{Asked: asked(cor, access.Registrar)}, then: []casework.Event{casework.HandOverAccepted{Responsible: cor, StandIn: bo}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.check(t)
		})
	}
}

func TestTheGiverKeepsTheFileUntilTheOfferIsAccepted(t *testing.T) {
	t.Parallel()
	history := []casework.Event{opened, adas, casework.HandOverOffered{To: cor}}
	if s := casework.Decider.Fold(history); s.Responsible != ada || s.Offer.To != cor {
		t.Errorf("while it is offered: %+v", s)
	}
	declined := append(history, casework.HandOverDeclined{Reason: person.Of("Te druk.")})
	if s := casework.Decider.Fold(declined); s.Responsible != ada || s.Offer != (casework.Offer{}) {
		t.Errorf("when it is declined: %+v", s)
	}
	accepted := append(history, casework.HandOverAccepted{Responsible: cor, StandIn: bo})
	if s := casework.Decider.Fold(accepted); s.Responsible != cor || s.StandIn != bo || s.Offer != (casework.Offer{}) {
		t.Errorf("when it is accepted: %+v", s)
	}
}

func TestAFileIsPutAwayUntilADay(t *testing.T) {
	t.Parallel()
	away := casework.Snoozed{Until: "2027-01-12", Reason: person.Of("Wacht op zitting.")}
	until := calendar.On(2027, 1, 12)
	for name, s := range map[string]scenario{
		"with a reason": {given: []casework.Event{opened}, when: casework.Snooze{Asked: by(ada), Today: today, Until: until, Reason: "Wacht op zitting."}, then: []casework.Event{away}},
		"never of a case that is followed as another": {given: []casework.Event{opened}, when: casework.Snooze{Asked: merged(by(ada)), Today: today, Until: until, Reason: "Wacht op zitting."}, fault: fault.Refused},
		"never without":                   {given: []casework.Event{opened}, when: casework.Snooze{Asked: by(ada), Today: today, Until: until}, fault: fault.Invalid},
		"never until today":               {given: []casework.Event{opened}, when: casework.Snooze{Asked: by(ada), Today: today, Until: today, Reason: "Nu."}, fault: fault.Invalid},
		"never for years":                 {given: []casework.Event{opened}, when: casework.Snooze{Asked: by(ada), Today: today, Until: today + 400, Reason: "Ooit."}, fault: fault.Invalid},
		"twice the same is as asked":      {given: []casework.Event{opened, away}, when: casework.Snooze{Asked: by(ada), Today: today, Until: until, Reason: "Wacht op zitting."}},
		"for another reason is told":      {given: []casework.Event{opened, away}, when: casework.Snooze{Asked: by(ada), Today: today, Until: until, Reason: "Ziek."}, then: []casework.Event{casework.Snoozed{Until: "2027-01-12", Reason: person.Of("Ziek.")}}},
		"it is taken back before":         {given: []casework.Event{opened, away}, when: casework.Wake{Asked: by(ada), Today: today}, then: []casework.Event{casework.Woken{}}},
		"on its day it is back by itself": {given: []casework.Event{opened, away}, when: casework.Wake{Asked: by(ada), Today: until}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.check(t)
		})
	}
	s := casework.Decider.Fold([]casework.Event{opened, away})
	if !s.Away("2027-01-11") || s.Away("2027-01-12") {
		t.Error("it is back on another day than it was put away until")
	}
}

func TestWhatIsSaidOfAFileOfCareIsTheWorkers(t *testing.T) {
	t.Parallel()
	care := by(ada)
	care.File.Worker = victim
	scenario{
		when: casework.Snooze{Asked: care, Today: today, Until: today + 1, Reason: "Belt morgen."},
		then: []casework.Event{casework.Opened{Employer: zuid, Worker: victim}, casework.Snoozed{Worker: victim, Until: "2026-11-27", Reason: person.Of("Belt morgen.")}},
	}.check(t)
}

var telling = casework.Clock{
	Agreement: "UITKOMST-VERTELLEN", Version: "2026-1", Whose: agreement.Program, Start: "OUTCOME_KNOWN", StartedOn: "2026-11-24", Victim: victim, Due: "2026-11-26",
}

func standing(s agreement.State) casework.Standing {
	return casework.Standing{Clock: telling, State: s}
}

func counted(at time.Time, clocks ...casework.Standing) casework.Count {
	return casework.Count{Asked: casework.Asked{By: access.Clocks(), At: at, File: casework.File{Employer: zuid}}, Clocks: clocks}
}

func raised(number int, kind casework.AlarmKind, instead int) casework.AlarmRaised {
	return casework.AlarmRaised{Number: number, Kind: kind, Clock: person.Of(telling), Instead: instead, At: noon}
}

func TestATermRaisesEachAlarmOnce(t *testing.T) {
	t.Parallel()
	later := noon.Add(time.Hour)
	lapsed := []casework.Event{opened, raised(1, casework.DueSoon, 0), raised(2, casework.Lapsed, 1)}
	moved := telling
	moved.Due = "2026-11-27"
	right := standing(agreement.Lapsed)
	right.Right = true
	taken := standing(agreement.Lapsed)
	taken.TakenOver = true
	unheard := right
	unheard.State = agreement.NotReceived
	hour := counted(noon, standing(agreement.Met), standing(agreement.Lapsed))
	graverFirst, graverLast := counted(noon, standing(agreement.Lapsed), standing(agreement.DueSoon)), counted(noon, standing(agreement.DueSoon), standing(agreement.Lapsed))
	away := counted(noon, standing(agreement.DueNow))
	away.Away = true
	awayLapsed := counted(noon, standing(agreement.Lapsed))
	awayLapsed.Away = true
	closed := counted(later, standing(agreement.Lapsed))
	closed.Closed = true
	unknown := standing(agreement.NotReceived)
	unknown.StartedOn = ""
	ends := func(because casework.Ending) []casework.Event {
		return []casework.Event{casework.AlarmEnded{Number: 2, Because: because, At: later}}
	}
	for name, s := range map[string]scenario{
		"when it is due soon":                       {given: []casework.Event{opened}, when: counted(noon, standing(agreement.DueSoon)), then: []casework.Event{raised(1, casework.DueSoon, 0)}},
		"when others did not tell":                  {given: []casework.Event{opened}, when: counted(noon, standing(agreement.NotReceived)), then: []casework.Event{raised(1, casework.NotReceived, 0)}},
		"while it runs, none":                       {given: []casework.Event{opened}, when: counted(noon, standing(agreement.Running))},
		"a graver one takes its place":              {given: lapsed[:2], when: counted(noon, standing(agreement.Lapsed)), then: []casework.Event{raised(2, casework.Lapsed, 1)}},
		"again, none":                               {given: lapsed, when: counted(later, standing(agreement.Lapsed))},
		"somebody else takes over":                  {given: lapsed[:2], when: counted(noon, taken), then: []casework.Event{raised(2, casework.Lapsed, 1), raised(3, casework.TakenOver, 2)}},
		"somebody else takes over what had lapsed":  {given: lapsed, when: counted(noon, taken), then: []casework.Event{raised(3, casework.TakenOver, 2)}},
		"a clock that is behind ends none":          {given: lapsed, when: counted(noon.Add(-time.Hour), standing(agreement.DueNow))},
		"done late, it ends":                        {given: lapsed, when: counted(later, standing(agreement.MetLate)), then: ends(casework.MetLate)},
		"done in time after all, it ends":           {given: lapsed, when: counted(later, standing(agreement.Met)), then: ends(casework.Met)},
		"suspended, it ends":                        {given: lapsed, when: counted(later, standing(agreement.Suspended)), then: ends(casework.Suspended)},
		"never begun, it ends":                      {given: lapsed, when: counted(later), then: ends(casework.Changed)},
		"with the file closed, it ends":             {given: lapsed, when: closed, then: ends(casework.Closed)},
		"a closed file raises none":                 {given: []casework.Event{opened}, when: closed},
		"a right that passed raises none":           {given: []casework.Event{opened}, when: counted(noon, right)},
		"a right of which nobody told raises none":  {given: []casework.Event{opened}, when: counted(noon, unheard)},
		"a clock that was ahead raised it for good": {given: lapsed, when: counted(later, standing(agreement.DueNow))},
		"of two the graver, told first":             {given: []casework.Event{opened}, when: graverFirst, then: []casework.Event{raised(1, casework.Lapsed, 0)}},
		"of two the graver, told last":              {given: []casework.Event{opened}, when: graverLast, then: []casework.Event{raised(1, casework.Lapsed, 0)}},
		"a right that passed ends what was":         {given: []casework.Event{opened, raised(2, casework.Due, 0)}, when: counted(later, right), then: ends(casework.Passed)},
		"a day that nobody knows raises none":       {given: []casework.Event{opened}, when: counted(noon, unknown)},
		"of two that look alike the graver":         {given: []casework.Event{opened}, when: hour, then: []casework.Event{raised(1, casework.Lapsed, 0)}},
		"put away, what is due waits":               {given: []casework.Event{opened}, when: away},
		"put away, what lapses does not":            {given: []casework.Event{opened}, when: awayLapsed, then: []casework.Event{raised(1, casework.Lapsed, 0)}},
		"put away, what was raised stays":           {given: []casework.Event{opened, raised(1, casework.Due, 0)}, when: away},
		"of what cannot be read any more it ends":   {given: []casework.Event{opened, casework.AlarmRaised{Number: 2, Kind: casework.Lapsed, Clock: person.Gone[casework.Clock](), At: noon}}, when: counted(later), then: ends(casework.Forgotten)},
		"what is true again after an end comes new": {given: append(lapsed[:3:3], casework.AlarmEnded{Number: 2, Because: casework.Suspended, At: noon}), when: counted(noon, standing(agreement.Lapsed)), then: []casework.Event{raised(3, casework.Lapsed, 0)}},
		"with another end it comes new": {
			given: lapsed, when: counted(later, casework.Standing{Clock: moved, State: agreement.DueNow}),
			then: append(ends(casework.Changed), casework.AlarmRaised{Number: 3, Kind: casework.Due, Clock: person.Of(moved), At: later})},
		"of a file of which nothing was done yet it opens the work": {
			when: counted(noon, standing(agreement.Lapsed)), then: []casework.Event{opened, raised(1, casework.Lapsed, 0)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.check(t)
		})
	}
}

func TestSilenceIsOfferedToTheStandInOnce(t *testing.T) {
	t.Parallel()
	since := noon.Add(-48 * time.Hour)
	silent := counted(noon)
	silent.Silent = since
	again := counted(noon)
	again.Silent = noon
	closed := silent
	closed.Closed = true
	unanswered, closedUnanswered := silent, closed
	unanswered.Unanswered, closedUnanswered.Unanswered = true, true
	offer := casework.HandOverOffered{To: bo, SilentSince: since}
	toAll := casework.HandOverOffered{To: casework.Team, SilentSince: since}
	for name, s := range map[string]scenario{
		"the stand-in is asked":                                        {given: []casework.Event{opened, adas}, when: silent, then: []casework.Event{offer}},
		"once":                                                         {given: []casework.Event{opened, adas, offer}, when: silent},
		"not again when the stand-in declined":                         {given: []casework.Event{opened, adas, offer, casework.HandOverDeclined{}}, when: silent},
		"again when it is another silence":                             {given: []casework.Event{opened, adas, offer, casework.HandOverDeclined{}}, when: again, then: []casework.Event{casework.HandOverOffered{To: bo, SilentSince: noon}}},
		"not while the stand-in has not answered":                      {given: []casework.Event{opened, adas, offer}, when: again},
		"in place of who has not answered":                             {given: []casework.Event{opened, adas, casework.HandOverOffered{To: cor}}, when: silent, then: []casework.Event{offer}},
		"everybody, where there is no stand-in":                        {given: []casework.Event{opened, casework.Assigned{Responsible: ada}}, when: silent, then: []casework.Event{toAll}},
		"everybody, once":                                              {given: []casework.Event{opened, casework.Assigned{Responsible: ada}, toAll}, when: again},
		"anybody who follows files accepts then":                       {given: []casework.Event{opened, casework.Assigned{Responsible: ada}, toAll}, when: casework.Accept{Asked: by(cor)}, then: []casework.Event{casework.HandOverAccepted{Responsible: cor}}},
		"nobody has to decline what all were asked":                    {given: []casework.Event{opened, casework.Assigned{Responsible: ada}, toAll}, when: casework.Decline{Asked: by(cor), Reason: "Druk."}, fault: fault.Refused},
		"everybody, when the stand-in lets as long a silence pass":     {given: []casework.Event{opened, adas, offer}, when: unanswered, then: []casework.Event{toAll}},
		"also one who was asked by hand":                               {given: []casework.Event{opened, adas, casework.HandOverOffered{To: bo}}, when: unanswered, then: []casework.Event{toAll}},
		"everybody once, after that":                                   {given: []casework.Event{opened, adas, offer, toAll}, when: unanswered},
		"nor the stand-in again, in another silence":                   {given: []casework.Event{opened, adas, offer, toAll}, when: again},
		"the stand-in first, where somebody else did not answer":       {given: []casework.Event{opened, adas, casework.HandOverOffered{To: cor}}, when: unanswered, then: []casework.Event{offer}},
		"nobody, where the stand-in declined and nobody is asked":      {given: []casework.Event{opened, adas, offer, casework.HandOverDeclined{}}, when: unanswered},
		"nobody, once the file is closed and whoever was asked silent": {given: []casework.Event{opened, adas, offer}, when: closedUnanswered},
		"nobody, of a file that nobody has":                            {given: []casework.Event{opened}, when: silent},
		"nobody, once the file is closed":                              {given: []casework.Event{opened, adas}, when: closed},
		"nobody, when the work on it did not begin":                    {when: silent},
		"the stand-in who accepts then has the file":                   {given: []casework.Event{opened, adas, offer}, when: casework.Accept{Asked: by(bo)}, then: []casework.Event{casework.HandOverAccepted{Responsible: bo, StandIn: ada}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.check(t)
		})
	}
}
