package attention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/attention"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

var (
	city  = uuid.UUID{1}
	today = calendar.On(2026, 11, 27)
	noon  = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	known = suspect.File{Employer: city, Regime: suspect.AVG, Identity: person.Of(person.Suspect{Name: "x"})}
)

func by(role access.Role, change ...func(*attention.Asked)) attention.Asked {
	a := attention.Asked{By: access.Actor{ID: uuid.UUID{9}, Role: role, Employer: city, Purpose: role.Purposes()[0]}, File: known, Today: today, At: noon}
	if role == access.Operator {
		a.By.Employer = uuid.Nil
	}
	for _, c := range change {
		c(&a)
	}
	return a
}

func asOf(day calendar.Day) func(*attention.Asked) { return func(a *attention.Asked) { a.Today = day } }

func TestListings(t *testing.T) {
	t.Parallel()
	whole := attention.List{
		Asked: by(access.Registrar), Ground: attention.Ban, Text: "heeft een verbod voor het stadskantoor", Notice: attention.Notice{On: "2026-11-20", Document: "D-1"},
		Review: calendar.On(2027, 5, 27), End: calendar.On(2027, 11, 27),
	}
	but := func(change func(*attention.List)) attention.List { c := whole; change(&c); return c }
	listed := attention.Listed{Employer: city, Why: person.Of(attention.Why{Ground: attention.Ban}), Review: today + 10, End: today + 20, At: noon}
	renewed := attention.Renewed{Reason: person.Of("x"), Review: today + 20, End: today + 40, At: noon}
	over := attention.Ended{Reason: person.Of("x"), At: noon}
	cleared := known
	cleared.Clearances = []suspect.Clearing{{Incident: uuid.UUID{4}}}
	gone := known
	gone.Identity = person.Gone[person.Suspect]()
	in := func(f suspect.File) func(*attention.Asked) { return func(a *attention.Asked) { a.File = f } }
	renew := attention.Renew{Asked: by(access.Registrar), Reason: "kwam weer", Review: today + 30, End: today + 60}
	tests := map[string]struct {
		given []attention.Event
		when  attention.Command
		then  string
		fault fault.Kind
		says  string
	}{
		"with letter, review, end and ground it is listed": {when: whole, then: "attention.listed.v1"},
		"without a letter it is not":                       {when: but(func(c *attention.List) { c.Notice.On = "" }), fault: fault.Invalid, says: "notice.on is missing"},
		"nor without knowing where the letter is":          {when: but(func(c *attention.List) { c.Notice.Document = " " }), fault: fault.Invalid, says: "notice.document"},
		"a letter that is yet to be sent is none":          {when: but(func(c *attention.List) { c.Notice.On = "2026-11-28" }), fault: fault.Invalid, says: "lies ahead"},
		"an old letter is none":                            {when: but(func(c *attention.List) { c.Notice.On = "2026-08-01" }), fault: fault.Invalid, says: "too long ago"},
		"without a review it is not":                       {when: but(func(c *attention.List) { c.Review = 0 }), fault: fault.Invalid, says: "review is missing"},
		"a review of today is none":                        {when: but(func(c *attention.List) { c.Review = today }), fault: fault.Invalid, says: "review is over"},
		"a review in seven months is none":                 {when: but(func(c *attention.List) { c.Review = calendar.On(2027, 5, 28) }), fault: fault.Invalid, says: "6 months"},
		"without an end it is not":                         {when: but(func(c *attention.List) { c.End = 0 }), fault: fault.Invalid, says: "end is missing"},
		"an end beyond a year is none":                     {when: but(func(c *attention.List) { c.End = calendar.On(2027, 11, 28) }), fault: fault.Invalid, says: "12 months"},
		"an end before the review is none":                 {when: but(func(c *attention.List) { c.End = c.Review - 1 }), fault: fault.Invalid, says: "before the review"},
		"without a ground it is not":                       {when: but(func(c *attention.List) { c.Ground = "" }), fault: fault.Invalid, says: "ground"},
		"a ground of one's own is none":                    {when: but(func(c *attention.List) { c.Ground = "SCORE" }), fault: fault.Invalid, says: "ground"},
		"without saying what happened it is not":           {when: but(func(c *attention.List) { c.Text = "" }), fault: fault.Invalid, says: "why"},
		"whom nobody knows is not listed":                  {when: but(func(c *attention.List) { c.File.Identity = person.Held[person.Suspect]{} }), fault: fault.Refused, says: "nobody knows"},
		"who was forgotten is not":                         {when: but(func(c *attention.List) { c.File = gone }), fault: fault.Refused},
		"who was cleared is not, until the review":         {when: but(func(c *attention.List) { c.File = cleared }), fault: fault.Refused, says: "cleared"},
		"the program lists nobody":                         {when: but(func(c *attention.List) { c.By = access.Clocks() }), fault: fault.Forbidden},
		"a case worker does not":                           {when: but(func(c *attention.List) { c.Asked = by(access.CaseWorker) }), fault: fault.Forbidden},
		"nor a privacy officer":                            {when: but(func(c *attention.List) { c.Asked = by(access.PrivacyOfficer) }), fault: fault.Forbidden},
		"another employer knows of no file":                {when: but(func(c *attention.List) { c.By.Employer = uuid.UUID{2} }), fault: fault.NotFound},
		"a file that there is not is not listed":           {when: but(func(c *attention.List) { c.File = suspect.File{} }), fault: fault.NotFound},
		"nobody is listed twice":                           {given: []attention.Event{listed}, when: whole, fault: fault.Refused, says: "already"},
		"after its end it is listed anew":                  {given: []attention.Event{listed, over}, when: whole, then: "attention.listed.v1"},
		"after its last day too":                           {given: []attention.Event{listed}, when: but(func(c *attention.List) { asOf(today + 21)(&c.Asked) }), then: "attention.listed.v1"},
		"a review renews it":                               {given: []attention.Event{listed}, when: renew, then: "attention.renewed.v1"},
		"with a reason":                                    {given: []attention.Event{listed}, when: attention.Renew{Asked: by(access.Registrar), Review: today + 30, End: today + 60}, fault: fault.Invalid, says: "reason"},
		"and with days":                                    {given: []attention.Event{listed}, when: attention.Renew{Asked: by(access.Registrar), Reason: "x"}, fault: fault.Invalid, says: "review"},
		"on its last day before the review":                {given: []attention.Event{listed}, when: attention.Renew{Asked: by(access.Registrar, asOf(today+10)), Reason: "x", Review: today + 30, End: today + 60}, then: "attention.renewed.v1"},
		"not after it":                                     {given: []attention.Event{listed}, when: attention.Renew{Asked: by(access.Registrar, asOf(today+11)), Reason: "x", Review: today + 30, End: today + 60}, fault: fault.Refused, says: "new letter"},
		"not while a clearance waits":                      {given: []attention.Event{listed}, when: attention.Renew{Asked: by(access.Registrar, in(cleared)), Reason: "x", Review: today + 30, End: today + 60}, fault: fault.Refused},
		"what ended is not renewed":                        {given: []attention.Event{listed, over}, when: renew, fault: fault.Refused},
		"the registrar ends it":                            {given: []attention.Event{listed}, when: attention.End{Asked: by(access.Registrar), Reason: "x"}, then: "attention.ended.v1"},
		"the privacy officer ends it":                      {given: []attention.Event{listed, renewed}, when: attention.End{Asked: by(access.PrivacyOfficer), Reason: "x"}, then: "attention.ended.v1"},
		"a case worker does not end it":                    {given: []attention.Event{listed}, when: attention.End{Asked: by(access.CaseWorker), Reason: "x"}, fault: fault.Forbidden},
		"with a reason again":                              {given: []attention.Event{listed}, when: attention.End{Asked: by(access.Registrar)}, fault: fault.Invalid},
		"twice changes nothing":                            {given: []attention.Event{listed, over}, when: attention.End{Asked: by(access.Registrar), Reason: "x"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := attention.Decider.Decide(attention.Decider.Fold(test.given), test.when)
			if fault.KindOf(err) != test.fault || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %q %v, want %q with %q", fault.KindOf(err), err, test.fault, test.says)
			}
			got := ""
			if len(events) > 0 {
				got = events[0].EventType()
			}
			if got != test.then {
				t.Errorf("got %v, want %q", events, test.then)
			}
		})
	}
}

// TestNoListingHoldsWithoutEnd, whatever is asked when: it is never further than a year from
// the last time that somebody looked, and never beyond its review.
func TestNoListingHoldsWithoutEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var state attention.Listing
		day, looked := today, today
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			day += calendar.Day(rapid.IntRange(0, 120).Draw(t, "days"))
			asked := by(access.Registrar, asOf(day))
			review := day + calendar.Day(rapid.IntRange(-5, 250).Draw(t, "review"))
			end := review + calendar.Day(rapid.IntRange(-5, 300).Draw(t, "end"))
			events, _ := attention.Decider.Decide(state, rapid.SampledFrom([]attention.Command{
				attention.List{Asked: asked, Ground: attention.Threat, Text: "x", Notice: attention.Notice{On: day.String(), Document: "x"}, Review: review, End: end},
				attention.Renew{Asked: asked, Reason: "x", Review: review, End: end}, attention.End{Asked: asked, Reason: "x"},
			}).Draw(t, "command"))
			for _, e := range events {
				state = attention.Decider.Evolve(state, e)
				looked = day
			}
			for _, later := range []calendar.Day{day, state.Review, state.Review + 1, state.End + 1, looked.AddMonths(attention.MostMonthsToReview) + 1} {
				if later >= day && state.Stands(later, true) == attention.Holds && (later > state.Review || later > state.End || later > looked.AddMonths(attention.MostMonthsToReview)) {
					t.Fatalf("%+v, looked at on %s, holds on %s", state, looked, later)
				}
				if state.Stands(later, false) == attention.Holds {
					t.Fatalf("%+v holds for somebody whom nobody knows", state)
				}
			}
		}
	})
}
