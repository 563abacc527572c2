package permit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/permit"
	"ruggensteun/domain/person"
)

var (
	noon   = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	city   = uuid.UUID{1}
	fire   = uuid.UUID{2}
	docket = uuid.UUID{7}
	whom   = eventlog.Hash{9}
)

func at(role access.Role, id byte, employer uuid.UUID) access.Actor {
	return access.Actor{ID: uuid.UUID{id}, Role: role, Employer: employer, Purpose: role.Purposes()[0]}
}

var (
	asker     = at(access.CaseWorker, 10, city)
	colleague = at(access.CaseWorker, 11, city)
	registrar = at(access.Registrar, 12, city)
	other     = at(access.Registrar, 13, city)
	officer   = at(access.PrivacyOfficer, 14, city)
	stranger  = at(access.PrivacyOfficer, 15, fire)
	// askerToo is the asker in another role: one person has one id.
	askerToo = at(access.PrivacyOfficer, 10, city)
)

func by(who access.Actor, hours float64) permit.Asked {
	return permit.Asked{By: who, At: noon.Add(time.Duration(hours * float64(time.Hour)))}
}

var (
	asked     = permit.Requested{Employer: city, Kind: permit.SearchSuspects, By: asker.ID, Role: access.CaseWorker, Purpose: access.FollowUp, Search: whom, Reason: person.Of("x"), At: noon}
	ofRecords = permit.Requested{Employer: city, Kind: permit.OpenIdentity, By: asker.ID, Role: access.CaseWorker, Purpose: access.FollowUp, Of: []uuid.UUID{docket}, Reason: person.Of("x"), At: noon}
	byOther   = permit.Requested{Employer: city, Kind: permit.SearchSuspects, By: registrar.ID, Role: access.Registrar, Search: whom, Reason: person.Of("x"), At: noon}
	given     = permit.Granted{By: registrar.ID, Role: access.Registrar, Until: noon.Add(2 * time.Hour), Uses: 2, At: noon}
	used      = permit.Used{Number: 1, At: noon}
	again     = permit.Used{Number: 2, At: noon}
	declined  = permit.Refused{By: registrar.ID, Role: access.Registrar, Reason: person.Of("x"), At: noon}
	takenBack = permit.Withdrawn{By: asker.ID, At: noon}
)

func history(events ...permit.Event) []permit.Event { return events }

func TestPermits(t *testing.T) {
	t.Parallel()
	ask := permit.Request{Asked: by(asker, 0), Employer: city, Kind: permit.SearchSuspects, Search: whom, Reason: "de advocaat belde"}
	with := func(change func(*permit.Request)) permit.Request { c := ask; change(&c); return c }
	search := permit.Use{Asked: by(asker, 1), Kind: permit.SearchSuspects, Search: whom, Found: []uuid.UUID{{5}}}
	tests := map[string]struct {
		given []permit.Event
		when  permit.Command
		then  string // type of the event; "" is none
		fault fault.Kind
		says  string
	}{
		"a case worker asks":                       {when: ask, then: "permit.requested.v1"},
		"a reporter does not":                      {when: with(func(c *permit.Request) { c.By = at(access.Reporter, 3, city) }), fault: fault.Forbidden},
		"nor the operator":                         {when: with(func(c *permit.Request) { c.By = at(access.Operator, 3, uuid.Nil) }), fault: fault.Forbidden},
		"nobody asks at another employer":          {when: with(func(c *permit.Request) { c.By = stranger }), fault: fault.Forbidden},
		"nobody asks without a purpose":            {when: with(func(c *permit.Request) { c.By.Purpose = "" }), fault: fault.Forbidden, says: "purpose"},
		"a reason is needed":                       {when: with(func(c *permit.Request) { c.Reason = " " }), fault: fault.Invalid, says: "reason"},
		"a search says for whom":                   {when: with(func(c *permit.Request) { c.Search = eventlog.Hash{} }), fault: fault.Invalid, says: "search"},
		"a search names no records":                {when: with(func(c *permit.Request) { c.Of = []uuid.UUID{docket} }), fault: fault.Invalid, says: "of"},
		"opening names records":                    {when: with(func(c *permit.Request) { c.Kind, c.Search = permit.OpenIdentity, eventlog.Hash{} }), fault: fault.Invalid, says: "of"},
		"opening searches nobody":                  {when: with(func(c *permit.Request) { c.Kind, c.Of = permit.OpenIdentity, []uuid.UUID{docket} }), fault: fault.Invalid, says: "search"},
		"not ever so many records":                 {when: with(func(c *permit.Request) { c.Kind, c.Of = permit.OpenIdentity, make([]uuid.UUID, 11) }), fault: fault.Invalid, says: "too many"},
		"one kind or another":                      {when: with(func(c *permit.Request) { c.Kind = "ALL" }), fault: fault.Invalid, says: "kind"},
		"an id is used once":                       {given: history(asked), when: ask, fault: fault.Refused},
		"a registrar grants a case worker's":       {given: history(asked), when: permit.Grant{Asked: by(registrar, 0), Hours: 1, Uses: 1}, then: "permit.granted.v1"},
		"a privacy officer grants any":             {given: history(byOther), when: permit.Grant{Asked: by(officer, 0), Hours: 24, Uses: 10}, then: "permit.granted.v1"},
		"a registrar does not grant a registrar's": {given: history(byOther), when: permit.Grant{Asked: by(other, 0), Hours: 1, Uses: 1}, fault: fault.Forbidden, says: "privacy officer"},
		"a case worker grants nobody's":            {given: history(byOther), when: permit.Grant{Asked: by(colleague, 0), Hours: 1, Uses: 1}, fault: fault.Forbidden},
		"nobody grants his own":                    {given: history(byOther), when: permit.Grant{Asked: by(registrar, 0), Hours: 1, Uses: 1}, fault: fault.Forbidden, says: "yourself"},
		"also not in another role":                 {given: history(asked), when: permit.Grant{Asked: by(askerToo, 0), Hours: 1, Uses: 1}, fault: fault.Forbidden, says: "yourself"},
		"nor refuses it":                           {given: history(asked), when: permit.Refuse{Asked: by(askerToo, 0), Reason: "x"}, fault: fault.Forbidden},
		"another employer's officer knows of none": {given: history(asked), when: permit.Grant{Asked: by(stranger, 0), Hours: 1, Uses: 1}, fault: fault.NotFound},
		"what was never asked is not granted":      {when: permit.Grant{Asked: by(officer, 0), Hours: 1, Uses: 1}, fault: fault.NotFound},
		"a day at most":                            {given: history(asked), when: permit.Grant{Asked: by(officer, 0), Hours: 25, Uses: 1}, fault: fault.Invalid, says: "hours"},
		"an hour at least":                         {given: history(asked), when: permit.Grant{Asked: by(officer, 0), Uses: 1}, fault: fault.Invalid, says: "hours"},
		"ten times at most":                        {given: history(asked), when: permit.Grant{Asked: by(officer, 0), Hours: 1, Uses: 11}, fault: fault.Invalid, says: "uses"},
		"it is decided once":                       {given: history(asked, given), when: permit.Refuse{Asked: by(officer, 0), Reason: "x"}, fault: fault.Refused, says: "decided"},
		"what was taken back is not granted":       {given: history(asked, takenBack), when: permit.Grant{Asked: by(officer, 0), Hours: 1, Uses: 1}, fault: fault.Refused},
		"what waited a week is not":                {given: history(asked), when: permit.Grant{Asked: by(officer, 7*24), Hours: 1, Uses: 1}, fault: fault.Refused, says: "days"},
		"what waited less is":                      {given: history(asked), when: permit.Grant{Asked: by(officer, 7*24-1), Hours: 1, Uses: 1}, then: "permit.granted.v1"},
		"a refusal has a reason":                   {given: history(asked), when: permit.Refuse{Asked: by(officer, 0)}, fault: fault.Invalid, says: "reason"},
		"it is refused":                            {given: history(asked), when: permit.Refuse{Asked: by(registrar, 0), Reason: "x"}, then: "permit.refused.v1"},
		"who asked uses it":                        {given: history(asked, given), when: search, then: "permit.used.v1"},
		"and again":                                {given: history(asked, given, used), when: search, then: "permit.used.v1"},
		"not before it is granted":                 {given: history(asked), when: search, fault: fault.Refused, says: "nobody granted"},
		"not once it is refused":                   {given: history(asked, declined), when: search, fault: fault.Refused, says: "refused"},
		"not once it is withdrawn":                 {given: history(asked, given, takenBack), when: search, fault: fault.Refused, says: "withdrawn"},
		"not oftener than granted":                 {given: history(asked, given, used, again), when: search, fault: fault.Refused, says: "as often"},
		"not when its time is over":                {given: history(asked, given), when: permit.Use{Asked: by(asker, 2), Kind: permit.SearchSuspects, Search: whom}, fault: fault.Refused, says: "time"},
		"not by a colleague":                       {given: history(asked, given), when: permit.Use{Asked: by(colleague, 1), Kind: permit.SearchSuspects, Search: whom}, fault: fault.Forbidden, says: "somebody else's"},
		"not by who granted it":                    {given: history(asked, given), when: permit.Use{Asked: by(registrar, 1), Kind: permit.SearchSuspects, Search: whom}, fault: fault.Forbidden},
		"not by the asker in another role":         {given: history(asked, given), when: permit.Use{Asked: by(askerToo, 1), Kind: permit.SearchSuspects, Search: whom}, fault: fault.Forbidden},
		"not at another employer":                  {given: history(asked, given), when: permit.Use{Asked: by(stranger, 1), Kind: permit.SearchSuspects, Search: whom}, fault: fault.NotFound},
		"not for another search":                   {given: history(asked, given), when: permit.Use{Asked: by(asker, 1), Kind: permit.SearchSuspects, Search: eventlog.Hash{8}}, fault: fault.Refused, says: "another search"},
		"not for another kind of search":           {given: history(asked, given), when: permit.Use{Asked: by(asker, 1), Kind: permit.SearchPersons, Search: whom}, fault: fault.Refused, says: "something else"},
		"not for records":                          {given: history(asked, given), when: permit.Use{Asked: by(asker, 1), Kind: permit.OpenIdentity, Of: []uuid.UUID{docket}}, fault: fault.Refused},
		"records are opened":                       {given: history(ofRecords, given), when: permit.Use{Asked: by(asker, 1), Kind: permit.OpenIdentity, Of: []uuid.UUID{docket}}, then: "permit.used.v1"},
		"others are not":                           {given: history(ofRecords, given), when: permit.Use{Asked: by(asker, 1), Kind: permit.OpenIdentity, Of: []uuid.UUID{docket, {6}}}, fault: fault.Refused, says: "other records"},
		"nothing at all is not":                    {given: history(ofRecords, given), when: permit.Use{Asked: by(asker, 1), Kind: permit.OpenIdentity}, fault: fault.Refused},
		"who asked takes it back":                  {given: history(asked), when: permit.Withdraw{Asked: by(asker, 1)}, then: "permit.withdrawn.v1"},
		"who could grant it does, with a reason":   {given: history(asked, given), when: permit.Withdraw{Asked: by(officer, 1), Reason: "x"}, then: "permit.withdrawn.v1"},
		"but not without":                          {given: history(asked, given), when: permit.Withdraw{Asked: by(officer, 1)}, fault: fault.Invalid, says: "reason"},
		"a colleague knows of none":                {given: history(asked, given), when: permit.Withdraw{Asked: by(colleague, 1), Reason: "x"}, fault: fault.NotFound},
		"a registrar does not take a registrar's":  {given: history(byOther), when: permit.Withdraw{Asked: by(other, 1), Reason: "x"}, fault: fault.Forbidden},
		"twice changes nothing":                    {given: history(asked, takenBack), when: permit.Withdraw{Asked: by(asker, 1)}},
		"what is over is not withdrawn":            {given: history(asked, given), when: permit.Withdraw{Asked: by(asker, 3)}, fault: fault.Refused},
		"what is used up neither":                  {given: history(asked, given, used, again), when: permit.Withdraw{Asked: by(asker, 1)}, fault: fault.Refused},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := permit.Decider.Decide(permit.Decider.Fold(test.given), test.when)
			if fault.KindOf(err) != test.fault || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %q %v, want %q with %q", fault.KindOf(err), err, test.fault, test.says)
			}
			got := ""
			if len(events) > 0 {
				got = events[0].EventType()
			}
			if got != test.then || len(events) > 1 {
				t.Errorf("got %v, want %q", events, test.then)
			}
		})
	}
}

// TestNothingIsOpenedThatASecondPersonDidNotAllow, whatever is tried by whom in what order.
func TestNothingIsOpenedThatASecondPersonDidNotAllow(t *testing.T) {
	t.Parallel()
	everybody := []access.Actor{asker, colleague, registrar, other, officer, stranger, askerToo}
	rapid.Check(t, func(t *rapid.T) {
		state := permit.Decider.Initial
		now := noon
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			who := permit.Asked{By: rapid.SampledFrom(everybody).Draw(t, "who"), At: now}
			search := rapid.SampledFrom([]eventlog.Hash{whom, {8}}).Draw(t, "search")
			command := rapid.SampledFrom([]permit.Command{
				permit.Request{Asked: who, Employer: city, Kind: permit.SearchSuspects, Search: search, Reason: "x"},
				permit.Grant{Asked: who, Hours: rapid.IntRange(0, 26).Draw(t, "hours"), Uses: rapid.IntRange(0, 12).Draw(t, "uses")},
				permit.Refuse{Asked: who, Reason: "x"}, permit.Withdraw{Asked: who, Reason: "x"},
				permit.Use{Asked: who, Kind: permit.SearchSuspects, Search: search},
			}).Draw(t, "command")
			events, _ := permit.Decider.Decide(state, command)
			for _, e := range events {
				if g, is := e.(permit.Granted); is && (g.By == state.By || g.Uses > permit.MostUses || g.Until.Sub(now) > permit.MostHours*time.Hour) {
					t.Fatalf("granted %+v of %+v", g, state)
				}
				if _, is := e.(permit.Used); is {
					g := state.Granted
					if g.At.IsZero() || who.By.ID != state.By || search != state.Search || !now.Before(g.Until) || len(state.Uses) >= g.Uses ||
						!state.Withdrawn.At.IsZero() || !state.Refused.At.IsZero() {
						t.Fatalf("used by %+v at %s: %+v", who.By, now, state)
					}
				}
				state = permit.Decider.Evolve(state, e)
			}
			if left := state.Left(now); left < 0 || left > 0 && state.Stands(now) != permit.Holds {
				t.Fatalf("%d uses left of what stands %s", left, state.Stands(now))
			}
		}
	})
}

// TestAPermitNeverComesBack: once it holds no more it holds at no later moment.
func TestAPermitNeverComesBack(t *testing.T) {
	t.Parallel()
	for _, state := range []permit.Permit{
		permit.Decider.Fold(history(asked)), permit.Decider.Fold(history(asked, given)), permit.Decider.Fold(history(asked, declined)), permit.Decider.Fold(history(asked, given, takenBack)),
	} {
		over := false
		for h := 0.0; h < 24*30; h += 0.5 {
			stands := state.Stands(by(asker, h).At)
			if over && (stands == permit.Holds || stands == permit.Waiting) {
				t.Errorf("%s again after %v hours", stands, h)
			}
			over = over || stands != permit.Holds && stands != permit.Waiting
		}
	}
}
