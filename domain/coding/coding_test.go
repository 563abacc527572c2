package coding_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/coding"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

var (
	city      = uuid.UUID{1}
	registrar = access.Actor{ID: uuid.UUID{9}, Role: access.Registrar, Employer: city, Purpose: access.Registration}
	colleague = access.Actor{ID: uuid.UUID{8}, Role: access.CaseWorker, Employer: city, Purpose: access.FollowUp}
	noon      = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	friday    = calendar.On(2026, 11, 27)
)

func ids(n int) []uuid.UUID {
	list := make([]uuid.UUID, n)
	for i := range list {
		list[i] = uuid.NewSHA1(city, fmt.Append(nil, i))
	}
	return list
}

func drawing() coding.Draw {
	return coding.Draw{By: registrar, Employer: city, Seed: "najaar", All: ids(40), Size: 3, Lists: []string{"reach", "behaviour"}, Position: 7, At: noon}
}

func drawn(t *testing.T) coding.Event {
	t.Helper()
	events, err := coding.Decider.Decide(coding.Sample{}, drawing())
	if err != nil {
		t.Fatal(err)
	}
	return events[0]
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

func TestDrawing(t *testing.T) {
	t.Parallel()
	got := drawn(t).(coding.Drawn)
	if diff := cmp.Diff([]string{"behaviour", "reach"}, got.Lists); diff != "" || got.Of != 40 || len(got.Incidents) != 3 {
		t.Errorf("%s\n%+v", diff, got)
	}
	for name, c := range map[string]struct {
		when  func(*coding.Draw)
		fault fault.Kind
		at    string
	}{
		"a case worker draws none":       {func(c *coding.Draw) { c.By = colleague }, fault.Forbidden, ""},
		"the registrar of another":       {func(c *coding.Draw) { c.Employer = uuid.UUID{2} }, fault.Forbidden, ""},
		"a seed is said":                 {func(c *coding.Draw) { c.Seed = " " }, fault.Invalid, "seed"},
		"one is no sample":               {func(c *coding.Draw) { c.Size = 1 }, fault.Invalid, "size"},
		"no more than there are":         {func(c *coding.Draw) { c.Size = 41 }, fault.Invalid, "size"},
		"no more than can be kept":       {func(c *coding.Draw) { c.Size = coding.Most + 1 }, fault.Invalid, "size"},
		"some list is tested":            {func(c *coding.Draw) { c.Lists = nil }, fault.Invalid, "lists"},
		"health is no list for that":     {func(c *coding.Draw) { c.Lists = []string{"reach", "injury"} }, fault.Invalid, "lists[1]"},
		"a list is named once":           {func(c *coding.Draw) { c.Lists = []string{"reach", "reach"} }, fault.Invalid, "lists[1]"},
		"a purpose of others is refused": {func(c *coding.Draw) { c.By.Purpose = access.Analysis }, fault.Forbidden, ""},
	} {
		when := drawing()
		c.when(&when)
		_, err := coding.Decider.Decide(coding.Sample{}, when)
		t.Run(name, func(t *testing.T) { wants(t, err, c.fault, c.at) })
	}
	_, err := coding.Decider.Decide(coding.Decider.Fold([]coding.Event{got}), drawing())
	wants(t, err, fault.Refused, "")
}

// TestASampleIsDrawnAgainFromItsSeed, in whatever order the register is told; another seed
// draws another one, and each incident has the same chance.
func TestASampleIsDrawnAgainFromItsSeed(t *testing.T) {
	t.Parallel()
	all := ids(100)
	rapid.Check(t, func(t *rapid.T) {
		seed, size := rapid.String().Draw(t, "seed"), rapid.IntRange(0, 120).Draw(t, "size")
		once := coding.Choose(seed, all, size)
		again := coding.Choose(seed, rapid.Permutation(all).Draw(t, "order"), size)
		if !slices.Equal(once, again) || len(once) != min(size, 100) {
			t.Fatalf("%v\n%v", once, again)
		}
		slices.SortFunc(again, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
		if len(slices.Compact(again)) != len(once) {
			t.Fatal("one was drawn twice")
		}
	})
	if slices.Equal(coding.Choose("a", all, 20), coding.Choose("b", all, 20)) {
		t.Error("the seed makes no difference")
	}
	hits := map[uuid.UUID]int{}
	for seed := range 2000 {
		for _, id := range coding.Choose(fmt.Sprint(seed), all, 10) {
			hits[id]++
		}
	}
	for id, n := range hits {
		if n < 130 || n > 270 { // 200 is expected, and 5 times the standard error is 67
			t.Errorf("%s was drawn %d times of 2000", id, n)
		}
	}
}

func TestCoding(t *testing.T) {
	t.Parallel()
	both := func(behaviour, reach codes.Code) []coding.Answer {
		return []coding.Answer{{List: "reach", Codes: []codes.Code{reach}}, {List: "behaviour", Codes: []codes.Code{behaviour}}}
	}
	asked := func(change ...func(*coding.Code)) coding.Code {
		c := coding.Code{By: colleague, Item: 2, Answers: both("SPIT", "REACHED"), Recorded: []uuid.UUID{registrar.ID}, At: noon}
		for _, with := range change {
			with(&c)
		}
		return c
	}
	coded := coding.Coded{Item: 2, Coder: colleague.ID, Answers: []coding.Answer{{List: "behaviour", Codes: []codes.Code{"SPIT"}}, {List: "reach", Codes: []codes.Code{"REACHED"}}}, At: noon}
	other := coded
	other.Coder = uuid.UUID{7}
	again := coded
	again.Answers = []coding.Answer{{List: "behaviour", Codes: []codes.Code{"HIT", "SPIT"}}, {List: "reach", Codes: []codes.Code{codes.Unknown}}}
	for name, c := range map[string]struct {
		given []coding.Event
		when  coding.Code
		then  []coding.Event
		fault fault.Kind
		at    string
	}{
		"somebody else codes":            {nil, asked(), []coding.Event{coded}, "", ""},
		"the same again changes nothing": {[]coding.Event{coded}, asked(), nil, "", ""},
		"he thinks better of it": {[]coding.Event{coded}, asked(func(c *coding.Code) {
			c.Answers = []coding.Answer{{List: "behaviour", Codes: []codes.Code{"SPIT", "HIT", "SPIT"}}, again.Answers[1]}
		}), []coding.Event{again}, "", ""},
		"whoever recorded it does not":             {nil, asked(func(c *coding.Code) { c.Recorded = append(c.Recorded, colleague.ID) }), nil, fault.Refused, ""},
		"a third one does not":                     {[]coding.Event{other}, asked(), nil, fault.Refused, ""},
		"not when it is closed":                    {[]coding.Event{coded, coding.Closed{On: friday}}, asked(), nil, fault.Refused, ""},
		"an item that there is":                    {nil, asked(func(c *coding.Code) { c.Item = 4 }), nil, fault.Invalid, "item"},
		"of every list":                            {nil, asked(func(c *coding.Code) { c.Answers = c.Answers[:1] }), nil, fault.Invalid, "answers"},
		"of no other list":                         {nil, asked(func(c *coding.Code) { c.Answers[1].List = "trigger" }), nil, fault.Invalid, "answers[1].list"},
		"a code of the list":                       {nil, asked(func(c *coding.Code) { c.Answers = both("REACHED", "REACHED") }), nil, fault.Invalid, "answers[1].codes[0]"},
		"an answer, if only that nobody knows":     {nil, asked(func(c *coding.Code) { c.Answers = both(codes.NotRecorded, "REACHED") }), nil, fault.Invalid, "answers[1].codes[0]"},
		"one where an incident has one":            {nil, asked(func(c *coding.Code) { c.Answers[0].Codes = []codes.Code{"REACHED", "NEAR_MISS"} }), nil, fault.Invalid, "answers[0].codes"},
		"not unknown beside an answer":             {nil, asked(func(c *coding.Code) { c.Answers[1].Codes = []codes.Code{"SPIT", codes.Unknown} }), nil, fault.Invalid, "answers[1].codes[1]"},
		"somebody of another employer sees none":   {nil, asked(func(c *coding.Code) { c.By.Employer = uuid.UUID{2} }), nil, fault.NotFound, ""},
		"a reporter knows how it was coded":        {nil, asked(func(c *coding.Code) { c.By.Role, c.By.Purpose = access.Reporter, access.Registration }), nil, fault.Forbidden, ""},
		"without a purpose nothing is read either": {nil, asked(func(c *coding.Code) { c.By.Purpose = "" }), nil, fault.Forbidden, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := coding.Decider.Decide(coding.Decider.Fold(append([]coding.Event{drawn(t)}, c.given...)), c.when)
			if c.fault != "" {
				wants(t, err, c.fault, c.at)
				return
			}
			if diff := cmp.Diff(c.then, got); diff != "" || err != nil {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

func TestClosing(t *testing.T) {
	t.Parallel()
	one := coding.Decider.Fold([]coding.Event{drawn(t), coding.Coded{Item: 1, Coder: colleague.ID}})
	_, err := coding.Decider.Decide(coding.Decider.Fold([]coding.Event{drawn(t)}), coding.Close{By: registrar, On: friday})
	wants(t, err, fault.Refused, "")
	_, err = coding.Decider.Decide(one, coding.Close{By: colleague, On: friday})
	wants(t, err, fault.Forbidden, "")
	events, err := coding.Decider.Decide(one, coding.Close{By: registrar, On: friday, At: noon})
	if diff := cmp.Diff([]coding.Event{coding.Closed{On: friday, At: noon}}, events); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if events, err = coding.Decider.Decide(coding.Decider.Evolve(one, events[0]), coding.Close{By: registrar, On: friday}); events != nil || err != nil {
		t.Errorf("closing twice: %v, %v", events, err)
	}
}

// TestWhatCountsIsTheCodingAtTheTimeOfTheDraw: what became of an incident since then.
func TestWhatCountsIsTheCodingAtTheTimeOfTheDraw(t *testing.T) {
	t.Parallel()
	coded := incident.Incident{Employer: city, Behaviours: []codes.Code{"SPIT", "HIT"}}
	since := func(change func(*incident.Incident)) incident.Incident {
		now := coded
		change(&now)
		return now
	}
	for name, c := range map[string]struct {
		known  coding.Known
		silent bool // nobody coded it
		met    string
		left   coding.Why
	}{
		"as it was":                     {coding.Known{Then: coded, Now: coded, Words: true}, false, "HIT+SPIT", ""},
		"corrected since":               {coding.Known{Then: coded, Now: since(func(s *incident.Incident) { s.Behaviours = []codes.Code{"THREAT"} }), Words: true}, false, "HIT+SPIT", ""},
		"withdrawn since":               {coding.Known{Then: coded, Now: since(func(s *incident.Incident) { s.Withdrawn = true }), Words: true}, false, "", coding.Withdrawn},
		"merged since":                  {coding.Known{Then: coded, Now: since(func(s *incident.Incident) { s.MergedInto = uuid.UUID{5} }), Words: true}, false, "", coding.Merged},
		"another was merged into it":    {coding.Known{Then: coded, Now: since(func(s *incident.Incident) { s.Merged = []uuid.UUID{{5}} }), Words: true}, false, "HIT+SPIT", ""},
		"removed from the log":          {coding.Known{}, false, "", coding.Removed},
		"its words forgotten, coded":    {coding.Known{Then: coded, Now: coded}, false, "HIT+SPIT", ""},
		"its words forgotten, uncoded":  {coding.Known{Then: coded, Now: coded}, true, "", coding.NoWords},
		"nobody coded it":               {coding.Known{Then: coded, Now: coded, Words: true}, true, "", coding.NotCoded},
		"nothing was recorded at first": {coding.Known{Then: incident.Incident{Employer: city}, Now: coded, Words: true}, false, "none", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := coding.Sample{Drawn: coding.Drawn{Employer: city, Incidents: ids(1), Lists: []string{"behaviour"}}, On: friday}
			if !c.silent {
				s.Coded = map[int]coding.Coded{1: {Item: 1, Answers: []coding.Answer{{List: "behaviour", Codes: []codes.Code{"SPIT"}}}}}
			}
			got := coding.Measure(uuid.UUID{3}, s, map[uuid.UUID]coding.Known{ids(1)[0]: c.known})
			want := coding.Measured{Of: uuid.UUID{3}, On: friday, Result: coding.Result{List: "behaviour"}}
			if c.met != "" {
				want.Met = []coding.Met{{First: strings.TrimPrefix(c.met, "none"), Second: "SPIT", N: 1}}
			}
			if c.left != "" {
				want.Left = []coding.Left{{Why: c.left, N: 1}}
			}
			if diff := cmp.Diff([]coding.Measured{want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatRollsUpIsMeasuredByItsGroups(t *testing.T) {
	t.Parallel()
	fine := coding.Result{List: "behaviour", Met: []coding.Met{{First: "HIT", Second: "RESIST", N: 2}, {First: "HIT+RESIST", Second: "HIT", N: 1}, {Second: "HIT", N: 4}}}
	group := string(codes.Behaviour.RollUp("HIT"))
	got, rolls := fine.RolledUp()
	want := coding.Result{List: "behaviour-group", Met: []coding.Met{{Second: group, N: 4}, {First: group, Second: group, N: 3}}}
	if diff := cmp.Diff(want, got); diff != "" || !rolls {
		t.Errorf("%t %s", rolls, diff)
	}
	if _, rolls := (coding.Result{List: "reach"}).RolledUp(); rolls {
		t.Error("reach rolls up")
	}
}

// TestAnySampleIsCountedAsByHand holds Measure against a count that looks at one incident after
// the other and keeps every pair in a list.
func TestAnySampleIsCountedAsByHand(t *testing.T) {
	t.Parallel()
	code := rapid.SliceOfNDistinct(rapid.SampledFrom([]codes.Code{"HIT", "SPIT", "RESIST", codes.NotRecorded}), 0, 3, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		all := ids(rapid.IntRange(1, 25).Draw(t, "size"))
		s := coding.Sample{Drawn: coding.Drawn{Employer: city, Incidents: all, Lists: []string{"behaviour"}}, Coded: map[int]coding.Coded{}}
		known := map[uuid.UUID]coding.Known{}
		pairs, left := map[string]int{}, map[coding.Why]int{}
		for i, id := range all {
			k := coding.Known{Words: rapid.Bool().Draw(t, "words")}
			k.Then.Employer, k.Now.Employer = city, city
			k.Then.Behaviours = code.Draw(t, "first")
			second := code.Filter(func(c []codes.Code) bool { return len(c) > 0 && !slices.Contains(c, codes.NotRecorded) }).Draw(t, "second")
			became := rapid.SampledFrom([]coding.Why{"", "", "", coding.Withdrawn, coding.Merged, coding.Removed}).Draw(t, "became")
			switch became {
			case coding.Withdrawn:
				k.Now.Withdrawn = true
			case coding.Merged:
				k.Now.MergedInto = uuid.UUID{4}
			case coding.Removed:
				k.Then, k.Now = incident.Incident{}, incident.Incident{}
			}
			known[id] = k
			done := rapid.Bool().Draw(t, "done")
			if done {
				sorted := slices.Clone(second)
				slices.Sort(sorted)
				s.Coded[i+1] = coding.Coded{Item: i + 1, Answers: []coding.Answer{{List: "behaviour", Codes: sorted}}}
			}
			switch {
			case became != "":
				left[became]++
			case !done && !k.Words:
				left[coding.NoWords]++
			case !done:
				left[coding.NotCoded]++
			default:
				pairs[byHand(k.Then.Behaviours)+" / "+byHand(second)]++
			}
		}
		got := coding.Measure(uuid.UUID{3}, s, known)[0]
		for _, m := range got.Met {
			pairs[m.First+" / "+m.Second] -= m.N
		}
		for _, l := range got.Left {
			left[l.Why] -= l.N
		}
		for pair, n := range pairs {
			if n != 0 {
				t.Fatalf("%s is counted wrongly by %d in %+v", pair, -n, got)
			}
		}
		for why, n := range left {
			if n != 0 {
				t.Fatalf("%s is counted wrongly by %d in %+v", why, -n, got)
			}
		}
	})
}

// byHand joins codes in the order of the alphabet.
func byHand(list []codes.Code) string {
	text := ""
	for _, c := range []codes.Code{"HIT", "RESIST", "SPIT"} {
		if slices.Contains(list, c) {
			text += "+" + string(c)
		}
	}
	return strings.TrimPrefix(text, "+")
}

// TestTheBookSaysWhatCameOfEachSample, also of lists that were recorded one after the other.
func TestTheBookSaysWhatCameOfEachSample(t *testing.T) {
	t.Parallel()
	first, second := uuid.UUID{1}, uuid.UUID{2}
	result := func(list string) coding.Result {
		return coding.Result{List: list, Met: []coding.Met{{First: "A", Second: "A", N: 2}}}
	}
	b := coding.BookDecider.Fold([]coding.BookEvent{
		coding.Entered{Sample: first, Size: 20}, coding.Entered{Sample: second, Size: 30},
		coding.Measured{Of: second, On: friday, Result: result("reach")}, coding.Measured{Of: second, On: friday, Result: result("phase")},
		coding.Measured{Of: uuid.UUID{3}, Result: result("phase")},
	})
	want := []coding.Entry{{Entered: coding.Entered{Sample: first, Size: 20}}, {Entered: coding.Entered{Sample: second, Size: 30}, On: friday, Results: []coding.Result{result("reach"), result("phase")}}}
	if diff := cmp.Diff(want, b.Entries); diff != "" {
		t.Error(diff)
	}
}
