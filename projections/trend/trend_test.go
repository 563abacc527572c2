package trend_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/trend"
)

func asText(t testing.TB, of trend.Trend) string {
	t.Helper()
	text, err := json.MarshalIndent(of, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever is reported, late or not, and taken back: the owner's triangle is what somebody finds
// who goes through all reports at the end of each month.
func TestTheTriangleIsACountFromTheReports(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		months := rapid.IntRange(3, 14).Draw(rt, "months")
		all := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) report {
			return report{
				month: rapid.IntRange(0, months-1).Draw(rt, "month"), delay: rapid.IntRange(0, 8).Draw(rt, "delay"),
				withdrawn: rapid.SampledFrom([]int{0, 0, 0, 1, 3}).Draw(rt, "withdrawn"),
			}
		}), 0, 60).Draw(rt, "reports")
		w := newWorld(t, months, all)
		now := rapid.IntRange(0, months-1).Draw(rt, "now")
		got := ask(t, w.engine, w.asked(now), owner)
		known := func(month, at int) (n int) {
			for _, r := range all {
				told := r.month + r.delay
				if r.month == month && told <= at && (r.withdrawn == 0 || told+r.withdrawn > at) {
					n++
				}
			}
			return n
		}
		if len(got.Triangle) != now+1 {
			rt.Fatalf("%d lines, want %d", len(got.Triangle), now+1)
		}
		for i, line := range got.Triangle {
			for d, cell := range line.Known {
				if want := known(i, i+d); cell.N != want {
					rt.Fatalf("%s after %d months: %d, want %d", line.Month, d, cell.N, want)
				}
			}
			if row := got.Months[slices.IndexFunc(got.Months, func(m trend.Month) bool { return m.Month == line.Month })]; row.Known.N != known(i, now) {
				rt.Fatalf("%s: %d, want %d", line.Month, row.Known.N, known(i, now))
			}
		}
	})
}

// printer keeps every answer as it is printed, and printed answers with those and nothing else.
type printer struct {
	*figures.Engine
	said map[string][]byte
	asOf []eventlog.Position
}

func written(q figures.Question, s access.Scope, plain bool) string {
	return fmt.Sprint(q.String(), s, plain, len(q.Epochs))
}

func (p *printer) keep(q figures.Question, s access.Scope, plain bool, ask func(figures.Question, access.Scope) (figures.Answer, error)) (a figures.Answer, err error) {
	if a, err = ask(q, s); err == nil {
		p.said[written(q, s, plain)], err = json.Marshal(a)
		p.asOf = append(p.asOf, a.Position)
	}
	return a, err
}

func (p *printer) Ask(q figures.Question, s access.Scope) (figures.Answer, error) {
	return p.keep(q, s, false, p.Engine.Ask)
}

func (p *printer) Plain(q figures.Question, s access.Scope) (figures.Answer, error) {
	return p.keep(q, s, true, p.Engine.Plain)
}

type printed struct {
	said      map[string][]byte
	deviation float64
}

func (p printed) answer(text string) (a figures.Answer, err error) {
	said, is := p.said[text]
	if !is {
		return a, fmt.Errorf("this was never printed: %s", text)
	}
	return a, json.Unmarshal(said, &a)
}

func (p printed) Ask(q figures.Question, s access.Scope) (figures.Answer, error) {
	return p.answer(written(q, s, false))
}

func (p printed) Plain(q figures.Question, s access.Scope) (figures.Answer, error) {
	return p.answer(written(q, s, true))
}

func (p printed) Deviation(access.Scope) float64 { return p.deviation }

// told gives some reports other places and behaviours, so that shares move.
func told(all []report) []report {
	for i := range all {
		k := i
		all[i].change = func(r *facts.Incident) {
			r.PlaceType = []codes.Code{"ROAD", "HOME", codes.Unknown}[k%3]
			r.Behaviours = []codes.Code{[]codes.Code{"HIT", "VERB_ABUSE"}[k%2]}
		}
	}
	return all
}

// Of records that are not one's own a trend follows from tables that anybody may ask at the ends
// of months: who has those, and nothing else, has the same trend to the last byte.
func TestAProtectedTrendFollowsFromPrintedTablesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 40, told(drifting(40, 60, 1, 1.5, 2)))
	for _, scope := range []access.Scope{analyst, public} {
		for _, filters := range []figures.Filters{{}, {figures.Place: {"ROAD"}}, {figures.Place: {"ROAD"}, figures.Behaviour: {"HIT"}, figures.Weekday: {"sat"}}} {
			q := w.asked(39)
			q.Filters = filters
			p := &printer{Engine: w.engine, said: map[string][]byte{}}
			want := asText(t, ask(t, p, q, scope))
			if got := asText(t, ask(t, printed{p.said, w.engine.Deviation(scope)}, q, scope)); got != want {
				t.Errorf("%v %v: from the printed tables it is another:\n%s", scope, filters, cmp.Diff(want, got))
			}
			for _, at := range p.asOf {
				if !slices.ContainsFunc(w.ends, func(e figures.Epoch) bool { return e.Position == at }) {
					t.Errorf("%v %v: asked as of position %d, which is no end of a month", scope, filters, at)
				}
			}
		}
	}
}

// The attack: in the last month nothing came in but one report of an old month. The trend of
// everybody who is not the owner is the one that he would have had without it.
func TestALoneLateReportDoesNotShow(t *testing.T) {
	t.Parallel()
	all := slices.DeleteFunc(told(drifting(40, 60, 1, 1.5, 2)), func(r report) bool { return r.month == 39 || r.month+r.delay == 39 })
	late := report{month: 30, delay: 9, change: func(r *facts.Incident) { r.Behaviours = []codes.Code{"VERB_ABUSE"}; r.PlaceType = "HOME" }}
	with, without := newWorld(t, 40, append(slices.Clone(all), late)), newWorld(t, 40, all)
	for _, scope := range []access.Scope{analyst, public} {
		if diff := cmp.Diff(asText(t, ask(t, without.engine, without.asked(39), scope)), asText(t, ask(t, with.engine, with.asked(39), scope))); diff != "" {
			t.Errorf("%v: it shows (-without +with):\n%s", scope, diff)
		}
	}
	if asText(t, ask(t, without.engine, without.asked(39), owner)) == asText(t, ask(t, with.engine, with.asked(39), owner)) {
		t.Error("the owner does not see it either")
	}
}

func saidIn(of trend.Trend) (all string) {
	for _, s := range of.Said {
		all += s.EN + "\n"
		if s.NL == "" {
			all += "no Dutch\n"
		}
	}
	return all
}

// rising is a world in which there are half as many again from some month on.
func rising(months, from int, change func(*facts.Incident), delay func(m int) int) (all []report) {
	for m := range months {
		n := 60
		if m >= from {
			n = 100
		}
		for k := range n {
			r := report{month: m, delay: 0}
			if k%4 == 0 {
				r.delay = delay(m)
			}
			if m >= from && k >= 60 {
				r.change = change
			}
			all = append(all, r)
		}
	}
	return all
}

func TestWhatARiseMayBe(t *testing.T) {
	t.Parallel()
	hit := func(r *facts.Incident) {}
	verbal := func(r *facts.Incident) { r.Behaviours = []codes.Code{"VERB_ABUSE"} }
	slow := func(int) int { return 1 }
	campaign := trend.Mark{Kind: figures.Text{NL: "meldcampagne", EN: "campaign for reporting"}, Name: figures.Text{NL: "Meld het", EN: "Report it"}, From: begin.AddDate(0, 30, 0), Through: begin.AddDate(0, 31, 0)}
	for name, c := range map[string]struct {
		reports []report
		marks   []trend.Mark
		want    string
	}{
		"nothing moved":       {rising(40, 40, hit, slow), nil, "neither a rise nor a fall can be made out"},
		"more of the same":    {rising(40, 34, hit, slow), nil, "Nothing beside it points to other registration"},
		"more verbal":         {rising(40, 34, verbal, slow), nil, "Beside it: verbal only rose. That goes with better"},
		"sooner":              {rising(40, 34, hit, func(m int) int { return max(0, min(1, 34-m)) }), nil, "reported by the end of the month itself rose"},
		"a campaign":          {rising(40, 34, hit, slow), []trend.Mark{campaign}, "There was a campaign for reporting ‘Report it’ (2003-07-01 through 2003-08-01): an effect on reporting is possible."},
		"a campaign long ago": {rising(40, 34, hit, slow), []trend.Mark{{Kind: campaign.Kind, Name: campaign.Name, From: begin, Through: begin}}, "Nothing beside it points"},
		"too short":           {rising(9, 9, hit, slow), nil, "cannot be said yet"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			months := c.reports[len(c.reports)-1].month + 1
			w := newWorld(t, months, c.reports)
			q := w.asked(months - 1)
			q.Marks = c.marks
			got := saidIn(ask(t, w.engine, q, owner))
			if !strings.Contains(got, c.want) || strings.Contains(got, "no Dutch") {
				t.Errorf("it says\n%s, want %q", got, c.want)
			}
			if !strings.Contains(got, "cannot") {
				t.Errorf("it says what cannot be told:\n%s", got)
			}
		})
	}
}
