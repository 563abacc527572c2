package release_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/release"
)

var (
	city      = uuid.UUID{1}
	fire      = uuid.UUID{2}
	analyst   = access.Actor{ID: uuid.UUID{7}, Role: access.Analyst, Purpose: access.Analysis}
	registrar = access.Actor{ID: uuid.UUID{9}, Role: access.Registrar, Employer: city, Purpose: access.Registration}
	operator  = access.Actor{ID: uuid.UUID{6}, Role: access.Operator, Purpose: access.Operation}
	friday    = calendar.On(2026, 11, 27)
	noon      = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	head      = release.Head{
		Title: release.Title{NL: "Nachten", EN: "Nights"}, Viewer: access.ForPublic, Epoch: release.Epoch{End: noon, Position: 40},
		Method:    release.Method{Key: "k", Table: "t", Rules: "1"},
		Concerned: []release.Concern{{Employer: city, Code: "GEM-X"}, {Employer: fire, Code: "VR-Y"}}, At: noon,
	}
	answer = release.Answer{Question: "incident by hour as-of 40", Text: "{}\n", Hash: release.Sum("{}\n")}
)

// prepared is the history of a release that waits.
func prepared(t *testing.T) []release.Event {
	t.Helper()
	events, err := release.Decider.Decide(release.State{}, release.Prepare{By: analyst, Today: friday, Head: head, Answers: []release.Answer{answer}})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestPreparing(t *testing.T) {
	t.Parallel()
	s := release.Decider.Fold(prepared(t))
	if want := calendar.On(2026, 12, 11); s.Due != want || s.Stage != release.Waiting || len(s.Answers) != 1 || s.WasOut() {
		t.Errorf("ten working days from %s end on %s, want %s; it stands as %+v", friday, s.Due, want, s)
	}
	big := release.Answer{Question: "incident by gemeente as-of 40", Text: strings.Repeat(`"`, 200<<10)}
	for name, c := range map[string]struct {
		when  func(*release.Prepare)
		fault fault.Kind
		at    string
	}{
		"only an analyst prepares":            {func(c *release.Prepare) { c.By = operator }, fault.Forbidden, ""},
		"a title stands in both languages":    {func(c *release.Prepare) { c.Title.EN = " " }, fault.Invalid, "title.en"},
		"it is for analysts or the public":    {func(c *release.Prepare) { c.Viewer = access.ForOwner }, fault.Invalid, "viewer"},
		"something is asked":                  {func(c *release.Prepare) { c.Answers = nil }, fault.Invalid, "questions"},
		"nothing is asked twice":              {func(c *release.Prepare) { c.Answers = []release.Answer{answer, answer} }, fault.Invalid, "questions[1]"},
		"what is larger than an event is not": {func(c *release.Prepare) { c.Answers = []release.Answer{answer, big} }, fault.TooLarge, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			when := release.Prepare{By: analyst, Today: friday, Head: head, Answers: []release.Answer{answer}}
			c.when(&when)
			_, err := release.Decider.Decide(release.State{}, when)
			wants(t, err, c.fault, c.at)
		})
	}
}

func wants(t *testing.T, err error, kind fault.Kind, field string) {
	t.Helper()
	var f *fault.Fault
	if fault.KindOf(err) != kind {
		t.Fatalf("got %v, want a fault of kind %q", err, kind)
	}
	if field != "" && (!errors.As(err, &f) || !slices.ContainsFunc(f.Fields, func(one fault.Field) bool { return one.Name == field })) {
		t.Errorf("%v does not name %s", err, field)
	}
}

func TestGoingOut(t *testing.T) {
	t.Parallel()
	says := func(employer uuid.UUID, text string) release.Event {
		return release.Explained{Employer: employer, Text: text, Nothing: text == ""}
	}
	after, other := calendar.On(2026, 12, 12), release.Finding{Kind: release.OtherRules, Release: uuid.UUID{5}, Cell: "incident"}
	against, once := other, other
	against.Kind, once.Kind = release.Contradiction, release.ContradictsWithdrawn
	for name, c := range map[string]struct {
		given []release.Event
		when  release.Publish
		fault fault.Kind
		at    string
		early string
	}{
		"it waits for all concerned":              {nil, release.Publish{Today: friday}, fault.Refused, "early", ""},
		"one of two is not enough":                {[]release.Event{says(city, "campagne")}, release.Publish{Today: friday}, fault.Refused, "early", ""},
		"that there is nothing to say is enough":  {[]release.Event{says(city, "campagne"), says(fire, "")}, release.Publish{Today: friday}, "", "", ""},
		"so are days that have passed":            {nil, release.Publish{Today: after}, "", "", ""},
		"the last day is theirs still":            {nil, release.Publish{Today: after - 1}, fault.Refused, "early", ""},
		"and a reason":                            {nil, release.Publish{Today: friday, Early: "Kamervraag"}, "", "", "Kamervraag"},
		"a contradiction never goes out":          {nil, release.Publish{Today: after, Accepted: "toch", Findings: []release.Finding{against}}, fault.Refused, "questions", ""},
		"other rules need a reason":               {nil, release.Publish{Today: after, Findings: []release.Finding{other}}, fault.Refused, "accepted", ""},
		"with one they go out":                    {nil, release.Publish{Today: after, Accepted: "nieuwe indeling", Findings: []release.Finding{other}}, "", "", ""},
		"what was withdrawn is contradicted also": {nil, release.Publish{Today: after, Findings: []release.Finding{once}}, fault.Refused, "accepted", ""},
		"an employer does not publish":            {nil, release.Publish{By: registrar, Today: after}, fault.Forbidden, "", ""},
		"what was withdrawn does not go out":      {[]release.Event{release.Withdrawn{At: noon, Reason: "fout"}}, release.Publish{Today: after}, fault.Refused, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.when.At = noon; c.when.By.Role == "" {
				c.when.By = analyst
			}
			events, err := release.Decider.Decide(release.Decider.Fold(append(prepared(t), c.given...)), c.when)
			wants(t, err, c.fault, c.at)
			if err == nil && events[0].(release.Published).Early != c.early {
				t.Errorf("published as %+v", events[0])
			}
		})
	}
}

func TestExplaining(t *testing.T) {
	t.Parallel()
	said := release.Explained{Employer: city, Code: "GEM-X", Unit: "NOORD", Text: "campagne in maart", At: noon}
	for name, c := range map[string]struct {
		given []release.Event
		when  release.Explain
		then  int
		fault fault.Kind
	}{
		"an employer explains":              {nil, release.Explain{By: registrar, Explained: said}, 1, ""},
		"the same twice is said once":       {[]release.Event{said}, release.Explain{By: registrar, Explained: said}, 0, ""},
		"it says more later":                {[]release.Event{said}, release.Explain{By: registrar, Explained: release.Explained{Employer: city, Text: "en in april"}}, 1, ""},
		"nobody explains for another":       {nil, release.Explain{By: registrar, Explained: release.Explained{Employer: fire, Text: "x"}}, 0, fault.Forbidden},
		"an analyst explains for nobody":    {nil, release.Explain{By: analyst, Explained: said}, 0, fault.Forbidden},
		"nothing is said as nothing":        {nil, release.Explain{By: registrar, Explained: release.Explained{Employer: city}}, 0, fault.Invalid},
		"and not beside something":          {nil, release.Explain{By: registrar, Explained: release.Explained{Employer: city, Text: "x", Nothing: true}}, 0, fault.Invalid},
		"what was withdrawn needs it not":   {[]release.Event{release.Withdrawn{At: noon}}, release.Explain{By: registrar, Explained: said}, 0, fault.Refused},
		"it may come after it was let out":  {[]release.Event{release.Published{At: noon}}, release.Explain{By: registrar, Explained: said}, 1, ""},
		"taking back what was said is said": {[]release.Event{said}, release.Explain{By: registrar, Explained: release.Explained{Employer: city, Unit: "NOORD", Nothing: true}}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := release.Decider.Decide(release.Decider.Fold(append(prepared(t), c.given...)), c.when)
			wants(t, err, c.fault, "")
			if len(events) != c.then {
				t.Errorf("recorded %+v", events)
			}
		})
	}
}

// printing is one cell of one answer of a release.
func printing(of byte, position int, n int, change ...func(*release.Printing)) release.Printing {
	p := release.Printing{
		Release: uuid.UUID{of}, Viewer: access.ForAnalysts, Epoch: release.Epoch{Position: eventlog.Position(position)}, Method: head.Method,
		Classifications: []release.Classification{{Name: "location-type", Version: "1"}}, Question: "incident by place",
		Cells: []release.Cell{{Of: "incident where place=ROAD", N: n}},
	}
	for _, c := range change {
		c(&p)
	}
	return p
}

func TestComparingWithWhatWasPrintedBefore(t *testing.T) {
	t.Parallel()
	public := func(p *release.Printing) { p.Viewer = access.ForPublic }
	for name, c := range map[string]struct {
		fresh, earlier release.Printing
		want           []release.Kind
	}{
		"the same number for the same epoch":         {printing(1, 40, 12), printing(2, 40, 12), nil},
		"another number for the same epoch":          {printing(1, 40, 12), printing(2, 40, 13), []release.Kind{release.Contradiction}},
		"another number for another epoch":           {printing(1, 50, 12), printing(2, 40, 30), nil},
		"another cell":                               {printing(1, 40, 12, func(p *release.Printing) { p.Cells[0].Of = "incident" }), printing(2, 40, 13), nil},
		"for the public it is rounded":               {printing(1, 40, 10, public), printing(2, 40, 12), nil},
		"to the nearest five":                        {printing(1, 40, 15, public), printing(2, 40, 12), []release.Kind{release.Contradiction}},
		"kept back where it was printed":             {printing(1, 40, 0, func(p *release.Printing) { p.Cells[0].NotBrokenDown = true }), printing(2, 40, 0), []release.Kind{release.Contradiction}},
		"another key, though the number is the same": {printing(1, 40, 12, func(p *release.Printing) { p.Method.Key = "other" }), printing(2, 40, 12), []release.Kind{release.OtherKey}},
		"another table for another epoch":            {printing(1, 50, 12, func(p *release.Printing) { p.Method.Table = "other" }), printing(2, 40, 12), []release.Kind{release.OtherTable}},
		"other rules and another number":             {printing(1, 40, 12, func(p *release.Printing) { p.Method.Rules = "2" }), printing(2, 40, 13), []release.Kind{release.Contradiction, release.OtherRules}},
		"another version of the classification": {printing(1, 50, 12, func(p *release.Printing) {
			p.Classifications = []release.Classification{{Name: "location-type", Version: "2"}}
		}), printing(2, 40, 12), []release.Kind{release.OtherClassification}},
		"another version of what the other does not use": {printing(1, 50, 12, func(p *release.Printing) {
			p.Classifications = []release.Classification{{Name: "behaviour", Version: "2"}}
		}), printing(2, 40, 12), nil},
		"another number than that of what was taken back":   {printing(1, 40, 12), printing(2, 40, 13, func(p *release.Printing) { p.Withdrawn = true }), []release.Kind{release.ContradictsWithdrawn}},
		"the same number as that of what was taken back":    {printing(1, 40, 12), printing(2, 40, 12, func(p *release.Printing) { p.Withdrawn = true }), nil},
		"an analysts' number beside a public one of before": {printing(1, 40, 12), printing(2, 40, 10, public), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []release.Kind
			for _, f := range release.Compare([]release.Printing{c.fresh}, []release.Printing{c.earlier}) {
				got = append(got, f.Kind)
				if f.Release != c.earlier.Release || f.Cell != c.fresh.Cells[0].Of || f.Cells != 1 {
					t.Errorf("found %+v", f)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found %v, want %v", got, c.want)
			}
		})
	}
}

func TestTheLedger(t *testing.T) {
	t.Parallel()
	enter := func(id byte, viewer access.Audience, position int) release.LedgerEvent {
		return release.Entered{Release: uuid.UUID{id}, Viewer: viewer, Epoch: release.Epoch{Position: eventlog.Position(position)}, Hashes: []eventlog.Hash{{id}}, At: noon}
	}
	l := release.LedgerDecider.Fold([]release.LedgerEvent{
		enter(1, access.ForPublic, 40), enter(2, access.ForAnalysts, 50), enter(3, access.ForPublic, 30), enter(4, access.ForPublic, 60),
		release.WentOut{Release: uuid.UUID{1}, At: noon}, release.WentOut{Release: uuid.UUID{2}, At: noon}, release.WentOut{Release: uuid.UUID{3}, At: noon},
		release.WasTakenBack{Release: uuid.UUID{3}, At: noon, ReplacedBy: uuid.UUID{1}},
	})
	if epochs := l.PublicEpochs(); len(epochs) != 2 || epochs[0].Position != 30 || epochs[1].Position != 40 {
		t.Errorf("the public can ask as of %+v", epochs)
	}
	if _, cited := l.Cited(eventlog.Hash{4}); cited {
		t.Error("what is not out can be cited")
	}
	if e, cited := l.Cited(eventlog.Hash{3}); !cited || e.Stage != release.TakenBack || e.ReplacedBy != (uuid.UUID{1}) {
		t.Errorf("what was taken back is cited as %+v", e)
	}
	for name, c := range map[string]struct {
		when  release.LedgerCommand
		fault fault.Kind
	}{
		"compared with all that were out":        {release.LetOut{WentOut: release.WentOut{Release: uuid.UUID{4}}, Compared: 3}, ""},
		"somebody else published meanwhile":      {release.LetOut{WentOut: release.WentOut{Release: uuid.UUID{4}}, Compared: 2}, fault.Conflict},
		"replaced by one that is out":            {release.TakeBack{WasTakenBack: release.WasTakenBack{Release: uuid.UUID{1}, ReplacedBy: uuid.UUID{2}}}, ""},
		"not by one that waits":                  {release.TakeBack{WasTakenBack: release.WasTakenBack{Release: uuid.UUID{1}, ReplacedBy: uuid.UUID{4}}}, fault.Invalid},
		"not by one that was taken back":         {release.TakeBack{WasTakenBack: release.WasTakenBack{Release: uuid.UUID{1}, ReplacedBy: uuid.UUID{3}}}, fault.Invalid},
		"nor by itself":                          {release.TakeBack{WasTakenBack: release.WasTakenBack{Release: uuid.UUID{1}, ReplacedBy: uuid.UUID{1}}}, fault.Invalid},
		"nor by one that nobody ever heard of":   {release.TakeBack{WasTakenBack: release.WasTakenBack{Release: uuid.UUID{1}, ReplacedBy: uuid.UUID{9}}}, fault.Invalid},
		"it may also be replaced by none at all": {release.TakeBack{WasTakenBack: release.WasTakenBack{Release: uuid.UUID{1}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := release.LedgerDecider.Decide(l, c.when)
			wants(t, err, c.fault, "")
		})
	}
}

func TestWithdrawing(t *testing.T) {
	t.Parallel()
	out := append(prepared(t), release.Published{At: noon})
	_, err := release.Decider.Decide(release.Decider.Fold(out), release.Withdraw{By: analyst})
	wants(t, err, fault.Invalid, "reason")
	events, err := release.Decider.Decide(release.Decider.Fold(out), release.Withdraw{By: analyst, Withdrawn: release.Withdrawn{At: noon, Reason: "verkeerde maand"}})
	wants(t, err, "", "")
	s := release.Decider.Fold(append(out, events...))
	if _, kept := s.Answer(answer.Hash); s.Stage != release.TakenBack || !s.WasOut() || !kept {
		t.Errorf("after it was taken back: %+v", s)
	}
}
